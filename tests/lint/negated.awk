# A command that is negated with ! does not fail a test: bash's errexit passes
# it by.  It counts only as the last line of a function or test, or with an ||
# behind it that says what follows.
#
# usage: awk -f negated.awk FILE...

function done_with() {
	if (said && whole !~ /\|\|/) {
		printf "%s: ! cannot fail here; add || return 1: %s\n", place, said
		bad = 1
	}
	said = ""
}

FNR == 1 { done_with(); open = 0 }

# the rest of a command that goes on in the next line
open {
	whole = whole " " $0
	open = /(\\|\||&&)$/
	next
}

# the end of a function
said && /^[ \t]*}/ { said = "" }

said && !/^[ \t]*(#.*)?$/ { done_with() }

/^[ \t]*! / {
	said = whole = $0
	sub(/^[ \t]*/, "", said)
	place = FILENAME ":" FNR
	open = /(\\|\||&&)$/
}

END { done_with(); exit bad }
