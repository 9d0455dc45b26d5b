# seed.awk  lists faults that can be put into a C file, one a line:
#
#	number <TAB> line <TAB> what is turned <TAB> the whole new line
#
# Comparisons are turned and moved by one, "and" and "or", plus and minus, true
# and false exchanged, a "not" left out, whole numbers made one larger, "return
# err" made "return 0".  Strings, comments and array sizes stay.

function out(from, to, at)
{
	printf "%d\t%d\t%s -> %s\t%s\n", ++n, NR, from, to,
		substr($0, 1, at - 1) to substr($0, at + length(from))
}

# every place of a word of code, blanks included
function turn(from, to,    at, i)
{
	at = 1
	while ((i = index(substr(mask, at), from)) > 0) {
		out(from, to, at + i - 1)
		at += i + length(from) - 1
	}
}

function numbers(    i, c, before, digits)
{
	for (i = 1; i <= length(mask); i++) {
		c = substr(mask, i, 1)
		before = i > 1 ? substr(mask, i - 1, 1) : " "
		if (c !~ /[0-9]/ || before ~ /[A-Za-z0-9_.[]/)
			continue
		match(substr(mask, i), /^[0-9]+/)
		digits = substr(mask, i, RLENGTH)
		if (substr(mask, i + RLENGTH, 1) !~ /[A-Za-z_.]/)
			out(digits, digits + 1, i)
		i += RLENGTH - 1
	}
}

function negations(    i)
{
	for (i = 1; i < length(mask); i++) {
		if (substr(mask, i, 1) == "!" && substr(mask, i + 1, 1) ~ /[A-Za-z_(]/)
			out("!", "", i)
	}
}

{
	# what is no code becomes blank of the same length
	mask = ""
	for (i = 1; i <= length($0); i++) {
		c = substr($0, i, 1)
		two = substr($0, i, 2)
		if (comment) {
			if (two == "*/") {
				comment = 0
				mask = mask "  "
				i++
			} else
				mask = mask " "
			continue
		}
		if (quote != "") {
			if (c == "\\") {
				mask = mask "  "
				i++
				continue
			}
			if (c == quote)
				quote = ""
			mask = mask "\001"
			continue
		}
		if (two == "/*") {
			comment = 1
			mask = mask "  "
			i++
			continue
		}
		if (c == "\"" || c == "'") {
			quote = c
			mask = mask "\001"
			continue
		}
		mask = mask c
	}
	if (mask ~ /^#include/)
		next
	# what is all zero is no number
	gsub(/\{ 0 \}/, "{   }", mask)

	turn(" == ", " != ")
	turn(" != ", " == ")
	turn(" <= ", " < ")
	turn(" >= ", " > ")
	turn(" < ", " <= ")
	turn(" > ", " >= ")
	turn(" && ", " || ")
	turn(" || ", " && ")
	turn(" + ", " - ")
	turn(" - ", " + ")
	turn(" += ", " -= ")
	turn(" -= ", " += ")
	turn("true", "false")
	turn("false", "true")
	turn("return err;", "return 0;")
	# operators at the end of a line
	if (match(mask, / (&&|\|\|)$/)) {
		op = substr(mask, RSTART + 1)
		out(op, op == "&&" ? "||" : "&&", RSTART + 1)
	}
	numbers()
	negations()
}
