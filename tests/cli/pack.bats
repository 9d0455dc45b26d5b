# pack: lint, show, test

load common

# A copy of the pack in $DIR that can be changed
copy() {
	mkdir -p "$DIR/data/tests"
	cp -r "$SAMPLE/../../forms" "$SAMPLE/../../templates" "$DIR"
	cp "$SAMPLE"/../*.yaml "$DIR/data"
	cp -r "$SAMPLE" "$DIR/data"
}

# line PATTERN FILE: number of the first line that matches
line() {
	grep -n -m1 -- "$1" "$2" | cut -d: -f1
}

pack() {
	"$PROG" --data "$DIR" pack "$@"
}

@test "the shipped pack has no complaint and its tests are right" {
	run "$PROG" pack lint
	[ "$status" -eq 0 ]
	[[ "$output" == *"0 complaints" ]]
	run "$PROG" pack test
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -ge 10 ]
	! grep -v '^ok ' <<<"$output"
}

@test "lint names each trap with file, line and column" {
	copy
	at=$(line 'holds: "site.area >= advice.area"' "$DIR/data/rules.yaml")
	sed -i "${at}s/holds: .*/holds: \"site.area >= '150'\"/" "$DIR/data/rules.yaml"
	form=$(line 'key: legal_person\|key: name, label: 公司名称' "$DIR/forms/application.yaml")
	printf 'form: extra\ntitle: 附\norder: 99\nsections:\n  - group: extra\n    title: 附\n    fields:\n      - {key: a, label: 甲, type: int, constraint: extra.a / 2 > 1}\n' \
		>"$DIR/forms/extra.yaml"
	run pack lint
	[ "$status" -eq 1 ]
	[[ "$output" == *"$DIR/data/rules.yaml:$at:12: site.area is a number and compared with the text '150'"* ]]
	[[ "$output" == *"$DIR/forms/extra.yaml:8:"*": whole numbers are divided"* ]]
	[[ "$output" == *"$DIR/forms/extra.yaml:8:9: the field cites no source"* ]]
	[[ "$output" == *"3 complaints" ]]
}

@test "lint reads what published lists propose as well" {
	while IFS='|' read -r edit says; do
		copy
		sed -i "$edit" "$DIR/data/watch.yaml"
		run pack lint
		echo "$edit: $output"
		[ "$status" -eq 5 ]
		[[ "$output" == *"data/watch.yaml:"*"$says"* ]]
	done <<-'END'
		s/acts: .granted./acts: [garnted]/|no act garnted
		s/rec.bad_list=yes/rec.bad_lists=yes/|rec.bad_lists=yes is not a fact
		s/rec.bad_list=yes/rec.bad_list/|rec.bad_list is not a fact
		s/rec.bad_list=yes/rec.bad_list=perhaps/|perhaps
		s/"L:42", "C:GZ"/"L:42", "X:0"/|X:0
		s/kind: refused/kind: granted/|"granted" is there twice
		s/title_en: Granted/titel_en: Granted/|unknown key titel_en
	END
}

@test "what cannot be loaded is refused with its place" {
	while IFS='|' read -r file edit says; do
		copy
		sed -i "$edit" "$DIR/$file"
		for what in lint show test; do
			run pack $what
			[ "$status" -eq 5 ]
			[[ "$output" == *"$DIR/$file:"*"$says"* ]]
			! grep -q $'\x1b' <<<"$output" || return 1
		done
	done <<-'END'
		data/rules.yaml|s/^version: .*/versoin: "1"/|did you mean version
		data/rules.yaml|s/^version: .*/version: "a\\e[31m"/|U+001B is not allowed
		data/sources.yaml|0,/key: /s/key: /kye: /|unknown key kye
		data/rules.yaml|0,/weight: /s/weight: [0-9]*/weight: 99/|not to 100
		data/papers.yaml|0,/sources: \[/s/sources: \[.*/sources: [NONE]/|source NONE
		forms/company.yaml|0,/type: /s/type: [a-z_]*/type: nonsense/|nonsense
	END
	copy
	printf '\xff' >>"$DIR/templates/business-plan.md"
	run pack lint
	[ "$status" -eq 5 ]
	[[ "$output" == *"$DIR/templates/business-plan.md: not UTF-8"* ]]
	rm -r "$DIR/forms"
	run pack lint
	[ "$status" -eq 3 ]
}

@test "hostile files end soon" {
	copy
	for i in 1 2 3 4 5; do
		case $i in
		1) head -c 300000 /dev/zero | tr '\0' '[' ;;
		2) printf 'notes: &a [x]\nb: *a\n' ;;
		3) head -c 9000000 /dev/zero | tr '\0' 'x' ;;
		4) printf 'notes:\n  - {key: A, topic: t, title: "'
			head -c 2000000 /dev/zero | tr '\0' 'x'
			printf '", text: x, sources: [D]}\n' ;;
		5) printf 'notes: [{key: "\xed\xa0\x80"}]\n' ;;
		esac >"$DIR/data/notes.yaml"
		run timeout 20 "$PROG" --data "$DIR" pack lint
		[ "$status" -eq 5 ] || [ "$status" -eq 2 ]
		[[ "$output" == *"data/notes.yaml"* ]]
	done
	# more than the tables and files of a dossier hold
	while read -r groups fields says; do
		copy
		for i in $(seq "$groups"); do
			printf 'form: f%s\ntitle: x\norder: 99\nsections:\n  - group: g%s\n    title: x\n    fields:\n' "$i" "$i"
			seq -f '      - {key: k%.0f, label: x, type: text, sources: [D]}' "$fields"
		done | (cd "$DIR/forms" && csplit -sz -f x -b '%d.yaml' - '/^form/' '{*}')
		run timeout 20 "$PROG" --data "$DIR" pack lint
		[ "$status" -eq 5 ]
		[[ "$output" == *"$DIR/forms/x"*".yaml:"*"$says"* ]]
		rm "$DIR"/forms/x*.yaml
	done <<-END
		1 251 group g1 has more than 250 fields
		96 1 more than 96 groups
		20 100 more than 2000 fields
		1 5000 group g1 has more than 250 fields
	END
	copy
	for n in 3000 6000; do
		cp "$SAMPLE/../rules.yaml" "$DIR/data"
		seq -f '  - {id: Z%.0f, group: form, severity: info, title: x, holds: "1", sentence: x, sources: [D]}' \
			$n >>"$DIR/data/rules.yaml"
		run timeout 20 "$PROG" --data "$DIR" pack lint
		if [ $n = 3000 ]; then
			[ "$status" -eq 1 ]
			[ "$(grep -c 'does not say what to do' <<<"$output")" -eq 100 ]
			[[ "$output" == *"... and 2900 more"* ]]
		else
			[ "$status" -eq 5 ]
			[[ "$output" == *"data/rules.yaml:"*": more than 5000 rows"* ]]
		fi
	done
	cp "$SAMPLE/../rules.yaml" "$DIR/data"
	printf 'form: x\ntitle: x\norder: 99\nsections:\n  - group: kept\n    title: x\n    fields:\n      - {key: k, label: x, type: text}\n' \
		>"$DIR/forms/x.yaml"
	run pack lint
	[ "$status" -eq 5 ]
	[[ "$output" == *"forms/x.yaml:8:9: no group can be called kept"* ]]
}

@test "every part can be shown, in both languages" {
	for lang in en zh; do
		for part in "" forms rules papers profiles words notes glossary sources; do
			run "$PROG" --lang $lang pack show $part
			[ "$status" -eq 0 ]
			[ "${#lines[@]}" -ge 5 ]
		done
	done
	run "$PROG" --lang en pack show profiles
	[[ "$output" == *陕西* ]]
	[[ "$output" == *"from [C:SN, authority page]"* ]]
	run "$PROG" pack show ruels
	[ "$status" -eq 2 ]
	[[ "$output" == *"ruels is no part of a pack; they are: forms, rules,"* ]]
	for bad in "" "lint now" "show rules papers" "lnit"; do
		run "$PROG" pack $bad
		[ "$status" -eq 2 ]
	done
}

@test "a test that is wrong says what differs" {
	copy
	cat >"$DIR/right.yaml" <<-'END'
		title: 面积太小
		base: data/sample/complete.yaml
		today: 2026-11-22
		expect:
		  fail: [X-01]
		  blocking: 1
		co:
		  capital: 1
	END
	"$PROG" check 2026-0001 2>/dev/null || true
	"$PROG" import "$SAMPLE/complete.yaml"
	run "$PROG" --json check 2026-0001 --what-if co.capital=1
	want=$(jq -r '[.differences[] | select(.after == "fail" and .id != "form") | .id] | join(", ")' <<<"$output")
	sed -i "s/fail: .*/fail: [$want]/; /blocking/d" "$DIR/right.yaml"
	run "$PROG" pack test "$DIR/right.yaml"
	[ "$status" -eq 0 ]
	[ "$output" = "ok $DIR/right.yaml" ]

	sed 's/fail: .*/fail: [X-99]/; s/^  capital: 1/  capital: 300/' "$DIR/right.yaml" >"$DIR/wrong.yaml"
	printf '  zip: ""\n' >>"$DIR/wrong.yaml"
	sed -i 's/^expect:/&\n  form: [co.name]\n  blocking: 7\n  na: [X-01]\n  papers: [DOC-02]/' "$DIR/wrong.yaml"
	run "$PROG" pack test "$DIR/right.yaml" "$DIR/wrong.yaml" "$DIR/right.yaml"
	[ "$status" -eq 1 ]
	[[ "$output" == *"not ok $DIR/wrong.yaml"* ]]
	[[ "$output" == *"  fail: X-99 was expected"* ]]
	[[ "$output" == *"  form: co.name was expected"* ]]
	[[ "$output" == *"  form: co.zip was not expected: "* ]]
	[[ "$output" == *"  na: X-01 was expected"* ]]
	[[ "$output" == *"  papers: DOC-02 was expected"* ]]
	[[ "$output" == *"  7 blocking were expected, "* ]]
	[ "$(grep -c '^ok ' <<<"$output")" -eq 2 ]
}

@test "a test that is broken is refused with its place" {
	copy
	while IFS='|' read -r code text says; do
		printf "$text" >"$DIR/t.yaml"
		run "$PROG" pack test "$DIR/t.yaml"
		[ "$status" -eq "$code" ]
		[[ "$output" == *"$DIR/"*"$says"* ]]
	done <<-'END'
		5|title: x\n|expect
		5|expect:\n  fail: X-01\n|t.yaml:2:9: a list
		5|expect:\n  fails: [X-01]\n|did you mean fail
		5|expect: {blocking: many}\n|whole number
		2|today: 2026-02-30\nexpect: {fail: []}\n|t.yaml: today: 2026-02-30
		3|base: none.yaml\nexpect: {fail: []}\n|none.yaml
		5|expect: {fail: []}\nsite: {aera: 1}\n|t.yaml:2:8: unknown key aera (did you mean area?)
		2|expect: {fail: []}\nsite: {area: big}\n|t.yaml:2:14: site.area
		1|expect: {fail: []}\nsum: {holders: 3}\n|t.yaml:2:16: sum.holders is calculated
	END
	run "$PROG" pack test "$DIR/none.yaml"
	[ "$status" -eq 3 ]
	run pack test
	[ "$status" -eq 3 ]
	[[ "$output" == *"no tests there"* ]]
}

@test "rows of a test replace those of its base" {
	copy
	cat >"$DIR/t.yaml" <<-'END'
		base: data/sample/complete.yaml
		today: 2026-11-22
		expect: {form: ["holder[1].type"]}
		holder:
		  - {name: 甲甲, ratio: 100, amount: 1}
		kept:
		  - {fact: "trunk[1].gone", value: x}
	END
	run "$PROG" pack test "$DIR/t.yaml"
	# one row is left, and the trunks of the base are all there
	! grep -q 'holder\[2\]\|trunk' <<<"$output"
}
