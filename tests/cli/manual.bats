# The pages of section 5 say what the schemas say, and their examples run

load common

SRC=$BATS_TEST_DIRNAME/../../src
MAN=$BATS_TEST_DIRNAME/../../man

# schema FILE TABLE: the keys of a table of libcyaml fields, or the words of a
# table of names
schema() {
	awk -v table="$2" '
		$0 ~ "[ *]" table "\\[\\] = [{]$" { on = 1; next }
		on && /^};/ { exit }
		on' "$SRC/$1" | tr -d '\n' | sed 's/CYAML_FIELD_END//' |
		grep -oE '(SCHEMA_[A-Z_]+|ENUM|BOOL_OPT)\([^,]*, *[a-z_]+|SOURCES\(|CYAML_FIELD_[A-Z_]+\("[a-z_]+"|\{ "[a-z_]+"' |
		sed -E 's/SOURCES\(/sources/; s/.*[("]([a-z_]+)"?$/\1/; s/.*, *//' | sort
}

# page PAGE TABLE: what the .It of the list behind the line ".\" keys TABLE"
# name, several in a line parted by " , "
page() {
	awk -v table="$2" '
		$0 == ".\\\" keys " table { on = 1 }
		on && /^\.Bl/ { depth++ }
		on && /^\.El/ && --depth == 0 { exit }
		on && depth == 1 && sub(/^\.It Ic /, "") {
			n = split($0, k, / , /)
			for (i = 1; i <= n; i++)
				print k[i]
		}' "$MAN/$1" | sort
}

# Every table of a file is in a page, key by key, with no other
same_keys() {
	local file=$1 page=$2 table
	shift 2
	for table in "$@"; do
		schema "$file" "$table" >"$DIR/schema"
		page "$page" "$table" >"$DIR/page"
		[ -s "$DIR/schema" ]
		diff "$DIR/schema" "$DIR/page" || {
			echo "$file: $table differs from $page"
			return 1
		}
	done
}

# follow FILE: run its examples in an empty folder
follow() {
	mkdir -p "$DIR/bin" "$DIR/follow"
	ln -sf "$(realpath "$PROG")" "$DIR/bin/callpermit"
	unset CALLPERMIT_DB
	(cd "$DIR/follow" && HOME=$DIR/follow PATH=$DIR/bin:$PATH \
		python3 "$BATS_TEST_DIRNAME/follow.py" "$(realpath "$1")" \
		"$(realpath "$SRC/..")")
}

@test "forms: every key and type has its place, and no other" {
	same_keys pack/form.c callpermit-forms.5 form_fields section_fields \
		field_fields choice_fields types
}

@test "forms: the example of each type is a value of it" {
	awk '/^\.\\" keys types/ { on = 1 }
		on && /^\.It Ic/ { type = $3 }
		on && sub(/^\.Dl /, "") { print type "|" $0 }' \
		"$MAN/callpermit-forms.5" >"$DIR/examples"
	[ "$(wc -l <"$DIR/examples")" -eq 21 ]
	while IFS='|' read -r type value; do
		run "$PROG" validate "$type" "$value"
		[ "$status" -eq 0 ]
		[[ "${lines[1]}" == "  ok "* ]]
	done <"$DIR/examples"
}

@test "forms: its example runs" {
	follow "$MAN/callpermit-forms.5"
}
