# The rows of the regulation's research paper against the data.  The paper stands
# beside the repository while the program is made; without it only the data's own
# completeness is checked.

load common

PAPER=${DOMAIN_PAPER:-$BATS_TEST_DIRNAME/../../../shared/domain.md}
DATA=$BATS_TEST_DIRNAME/../../data

paper() {
	[ -f "$PAPER" ] || skip "no research paper here"
}

# Lines of the paper from one heading to the next given
part() {
	sed -n "/^$1/,/^$2/p" "$PAPER"
}

# First cells of the tables on stdin, without headings and rules
cells() {
	sed -n 's/^| *\([^|]*[^| ]\) *|.*/\1/p' | grep -v '^-*$'
}

# Values of a key of a data file, one a line
values() {
	sed -n "s/^ *\(- \)\?{\?\(- \)\?$2: *\"\?\([^\",}]*\)\"\?.*/\3/p" "$DATA/$1"
}

@test "the rules, papers and prohibited forms of the paper are all rows" {
	paper
	for id in $(part '### 4.7' '---' | cells | grep -E '^X-[0-9]+$'); do
		values rules.yaml id | grep -q "^$id" || { echo "no rule $id"; false; }
	done
	for id in $(part '## 5' '### 5.1' | cells | grep -E '^DOC-[0-9]+$'); do
		values papers.yaml id | grep -qx "$id" || { echo "no $id"; false; }
	done
	for id in $(part '### 3.3' '### 3.4' | cells | grep -E '^PR-[0-9]+$'); do
		values rules.yaml id | grep -qx "$id" || { echo "no $id"; false; }
	done
	for id in $(part '### 3.2' '### 3.3' | cells | grep -E '^EX-[0-9]+$'); do
		values assess.yaml id | grep -qx "$id" || { echo "no $id"; false; }
	done
	[ "$(values papers.yaml id | grep -cE '^DOC-[0-9]+$')" -eq 33 ]
	# each statutory condition, the fourth by X-01 too
	for n in 1 2 3 4 5 6 7; do
		values rules.yaml id | grep -qx "C-$n"
	done
}

@test "every row of the glossary is a term" {
	paper
	rows=$(part '## 1\. ' '## 2\. ' | cells | grep -vc '^zh$')
	[ "$rows" -gt 40 ]
	[ "$(values glossary.yaml id | wc -l)" -eq "$rows" ]
}

@test "every source key of the paper is a source" {
	paper
	n=0
	while read -r keys; do
		for key in $keys; do
			values sources.yaml key | grep -qE "^[A-Z]:$key\$" ||
				{ echo "no source $key"; false; }
			n=$((n + 1))
		done
	done < <(part '### 0.1' 'Warning' | cells | grep -v '^key$')
	[ "$n" -gt 60 ]
}

@test "every province of the paper has a profile with its phone" {
	paper
	n=0
	while IFS='|' read -r _ province phone _; do
		province=${province// /}
		phone=$(grep -oE '[0-9]{3,4}-[0-9]{7,8}' <<<"$phone" | head -1)
		awk -v p="$province" -v t="$phone" '
			/^  - key:/ { in_it = ($3 == p) }
			in_it && /phone:/ && index($0, t) { found = 1 }
			END { exit !found }' "$DATA/profiles.yaml" ||
			{ echo "$province $phone"; false; }
		n=$((n + 1))
	done < <(part '### 6.1' 'Source:' | grep -E '^\| [^ p|-]')
	[ "$n" -eq 31 ]
}

@test "the open questions of the paper are notes" {
	paper
	[ "$(values notes.yaml key | grep -c '^open-')" -eq \
		"$(part '## 12' 'end' | grep -cE '^[0-9]+\. ')" ]
}

@test "words that call for the special commitment are the same in both places" {
	# data/words.yaml finds them, the condition of DOC-23 makes the paper due
	when=$(awk '/id: DOC-23/ { on = 1 } on && /when:/ { print; exit }' \
		"$DATA/papers.yaml")
	n=0
	for word in $(awk '/key: (special_names|offline_trades)/ { on = 1 }
		on && /words:/ { gsub(/.*\[|\].*/, ""); gsub(/,/, ""); print; on = 0 }' \
		"$DATA/words.yaml"); do
		[[ "$when" == *"'%$word%'"* ]] || { echo "$word"; false; }
		n=$((n + 1))
	done
	[ "$n" -gt 20 ]
	[ "$n" -eq "$(grep -o "LIKE '%" <<<"$when" | wc -l)" ]
}

@test "custom and unconfirmed sources never make an error on their own" {
	run "$PROG" pack lint
	[ "$status" -eq 0 ]
	awk '
		/^  - id:/ { id = $3; severity = "" }
		/^    severity:/ { severity = $2 }
		/^    sources:/ && severity == "error" {
			if ($0 !~ /"(L|C|P|G):/ && $0 !~ /"S2"/ && $0 !~ /\["D"\]/) {
				print id, $0
				bad = 1
			}
		}
		END { exit bad }' "$DATA/rules.yaml"
}

@test "every rule has its fix in both languages" {
	rules=$(values rules.yaml id | wc -l)
	for key in sentence sentence_en fix fix_en title title_en; do
		[ "$(grep -c "^    $key: " "$DATA/rules.yaml")" -eq "$rules" ]
	done
}

@test "made-up dossiers of five provinces have exactly the findings expected" {
	run "$PROG" pack test
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(grep -c '^ok ' <<<"$output")" -ge 10 ]
}

@test "a dossier with a fault nobody expects is not ok" {
	cp -r "$DATA" "$DATA/../forms" "$DATA/../templates" "$DIR"
	sed -i 's/^base:.*/&\ncc:\n  record_days: 7/' "$DIR/data/tests/shaanxi-complete.yaml"
	run "$PROG" --data "$DIR" pack test "$DIR/data/tests/shaanxi-complete.yaml"
	[ "$status" -eq 1 ]
	[[ "$output" == *"X-14 was not expected"* ]]
}
