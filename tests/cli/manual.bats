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

@test "rules: every key and word has its place, and no other" {
	same_keys pack/data.c callpermit-rules.5 \
		sources_fields source_fields strengths \
		rules_fields group_fields rule_fields severities \
		words_fields list_fields \
		profiles_fields profile_fields number_fields extra_fields \
		papers_fields paper_fields paper_kinds \
		assess_fields outcome_fields verdicts \
		notes_fields note_fields glossary_fields term_fields \
		portal_fields portal_row_fields
	same_keys pack/data_stage.c callpermit-rules.5 \
		stages_fields stage_fields estimate_fields way_fields sides \
		act_fields milestone_fields clocks_fields clock_fields \
		duties_fields duty_fields expiry_fields
	same_keys pack/data_checklist.c callpermit-rules.5 \
		fields grade_fields item_fields
	same_keys pack/profile.c callpermit-rules.5 number_kinds
}

@test "rules: no table of keys is left out of this test" {
	grep -hoE 'cyaml_schema_field_t [a-z_]+\[\]' \
		"$SRC"/pack/{form,data,data_stage,data_checklist}.c |
		sed 's/.* //; s/\[\]//' | sort -u >"$DIR/schema"
	sed -n 's/^\.\\" keys //p' "$MAN"/callpermit-{forms,rules}.5 |
		grep 'fields$' | sort -u >"$DIR/page"
	diff "$DIR/schema" "$DIR/page"
}

@test "rules: the limits of the portal" {
	sed -n 's/^#define PORTAL_[A-Z_]* "\(.*\)"$/\1/p' \
		"$SRC/pack/portal.h" | sort >"$DIR/limits"
	[ -s "$DIR/limits" ]
	page callpermit-rules.5 limits | diff "$DIR/limits" -
}

@test "rules: every function of expressions, and no other" {
	sed -n '/functions\[\] = {$/,/^};/p' "$SRC/store/expr.c" |
		grep -oE '"[a-z_]+"' | tr -d '"' | sort >"$DIR/functions"
	[ "$(wc -l <"$DIR/functions")" -gt 20 ]
	awk '/^\.\\" functions/ { on = 1 }
		on && /^\.El/ { exit }
		on && /^\.It Fn/ { print $3 }' "$MAN/callpermit-rules.5" |
		sort | diff "$DIR/functions" -
}

@test "rules: its example runs" {
	follow "$MAN/callpermit-rules.5"
}

@test "the tutorial leads to a filing, word by word" {
	unset CALLPERMIT_NOW
	follow "$SRC/../data/doc/tutorial.md"
	unzip -l "$DIR/follow/tutorial/filing.zip" | grep -q 'manifest\.json'
}

@test "a text that does not lead there is found out" {
	while IFS='|' read -r fence command shown; do
		printf '```%s\n$ %s\n%s\n```\n' "$fence" "$command" "$shown" \
			>"$DIR/t.md"
		run follow "$DIR/t.md"
		[ "$status" -eq 1 ]
		[[ "$output" == *"t.md:2: $command"* ]]
	done <<-'END'
		console|callpermit no-such-command|
		console 1|callpermit help|
		console|callpermit help|a command that is not there
	END
	printf 'no commands\n' >"$DIR/t.md"
	run follow "$DIR/t.md"
	[ "$status" -eq 1 ]
}
