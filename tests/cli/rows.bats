# rows: repeating groups as CSV tables, in and out

load common

NO=2026-0001

complete() {
	"$PROG" import "$SAMPLE/complete.yaml"
}

# a dossier without rows
blank() {
	"$PROG" new co.name=示例公司
}

rows() {
	"$PROG" rows $NO "$@"
}

value() {
	"$PROG" --json show $NO | jq -r ".facts.$1"
}

# The groups of the pack that repeat: GROUP, as the program names them
groups() {
	"$PROG" rows $NO nothing export 2>&1 | sed 's/.*those that have: //' |
		tr ',' '\n' | sed -n 's/^ *\([a-z0-9_]*\) (.*/\1/p'
}

@test "what is exported is read back and changes nothing, in every group" {
	complete
	[ "$(groups | wc -l)" -ge 8 ]
	before=$("$PROG" log $NO | wc -l)
	for group in $(groups); do
		rows $group export -o "$DIR/$group.csv"
		run rows $group import "$DIR/$group.csv" --replace
		[ "$status" -eq 0 ]
		[[ "$output" == *"rows added 0, changed 0, removed 0"* ]]
	done
	[ "$("$PROG" log $NO | wc -l)" -eq "$before" ]

	# and in another dossier it makes the same rows
	"$PROG" new co.name=示例公司
	for group in $(groups); do
		NO=2026-0002 rows $group import "$DIR/$group.csv"
		NO=2026-0002 rows $group export | cmp - "$DIR/$group.csv"
	done
}

@test "a group without rows gives a template with labels and units" {
	blank
	for group in $(groups); do
		rows $group export >"$DIR/$group.csv"
		[ "$(wc -l <"$DIR/$group.csv")" -eq 1 ]
		run rows $group import "$DIR/$group.csv" --replace
		[ "$status" -eq 0 ]
	done
	printf '\xef\xbb\xbf名称（姓名）,类型,股权比例（%%）,出资金额（万元）,证照号码\r\n' \
		>"$DIR/expected"
	head -c 80 "$DIR/holder.csv" | cmp - <(head -c 80 "$DIR/expected")
}

@test "columns by key, label, label with unit and English label" {
	blank
	cat >"$DIR/a.csv" <<-'END'
		name,类型,SHARE(%),出资金额 （万元）*,Identity or registration number

		甲甲,境内自然人,６０%,"1,234.5万元",甲1

		乙乙,dom_legal,40,100,乙2
	END
	run rows holder import "$DIR/a.csv"
	[ "$status" -eq 0 ]
	[[ "$output" == *"Direct shareholders: rows added 2, changed 0, removed 0"* ]]
	[ "$(value 'holder[0] | [.name, .type, .ratio, .amount] | join(" ")')" = \
		"甲甲 dom_person 60 1234.5" ]
	[ "$(value 'holder[1].type')" = dom_legal ]
}

@test "rows are appended, with --replace they are the whole group" {
	complete
	printf '姓名,性别,合同起\r\n孙梅,女,2026/1/5\r\n' >"$DIR/a.csv"
	before=$(value 'staff | length')
	rows staff import "$DIR/a.csv"
	[ "$(value 'staff | length')" -eq $((before + 1)) ]
	[ "$(value "staff[$before].contract_start")" = 2026-01-05 ]
	[ "$(value 'staff[0].name')" = 王兰 ]
	# one undo takes the table back
	"$PROG" undo $NO
	[ "$(value 'staff | length')" -eq "$before" ]

	run rows staff import --replace "$DIR/a.csv"
	[[ "$output" == *"added 0, changed 1, removed $((before - 1))"* ]]
	[ "$(value 'staff | length')" -eq 1 ]
	[ "$(value 'staff[0].education')" = null ]
	"$PROG" undo $NO
	[ "$(value 'staff | length')" -eq "$before" ]
	[ "$(value 'staff[0].education')" = 大专 ]
	"$PROG" log $NO --verify
}

@test "every bad cell is named with line and column, nothing is changed" {
	blank
	cat >"$DIR/bad.csv" <<-'END'
		姓名,性别,学历,合同起
		张三,女,本科,2026-01-05
		李四,不详,"两
		行",2026-02-30

		王,男,,明天
		赵六,女,大专,2026/1/5,多
	END
	run rows staff import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 7 ]
	f="$DIR/bad.csv"
	[[ "${lines[0]}" == "$f:3:2: Gender: 不详 is not one of: female (女), male (男)" ]]
	[[ "${lines[1]}" == "$f:3:3: Education: one line is expected" ]]
	[[ "${lines[2]}" == "$f:4:4: Contract begins: 2026-02-30: no such day" ]]
	[[ "${lines[3]}" == "$f:6:1: Name: 王: "* ]]
	[[ "${lines[4]}" == "$f:6:4: Contract begins: 明天: a date is written"* ]]
	[[ "${lines[5]}" == "$f:7:5: the first line names no column here" ]]
	[[ "${lines[6]}" == *"cells refused: 6; nothing was changed" ]]
	[ "$(value staff)" = null ]

	json=$("$PROG" --json rows $NO staff import "$DIR/bad.csv" 2>"$DIR/err") ||
		[ $? -eq 2 ]
	grep -q "cells refused: 6" "$DIR/err"
	[ "$(jq -r '.faults[2] | "\(.line):\(.column) \(.label)"' <<<"$json")" = \
		"4:4 Contract begins" ]
	[ "$(jq .faults_count <<<"$json")" -eq 6 ]

	# in Chinese the labels are those of the form
	run "$PROG" --lang zh rows $NO staff import "$DIR/bad.csv"
	[[ "${lines[0]}" == "$f:3:2: 性别: 不详"* ]]
}

@test "fifty bad cells are shown, the others counted" {
	blank
	{ echo 姓名; yes 王 | head -70; } >"$DIR/bad.csv"
	run rows staff import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[49]}" == *":51:1: "* ]]
	[[ "${lines[50]}" == "... and 20 more" ]]
	[[ "${lines[51]}" == *"cells refused: 70;"* ]]
}

@test "unknown columns and columns named twice are refused" {
	blank
	printf '姓 名,性 别别,name,天气,\n张三,女,李四,晴\n' >"$DIR/bad.csv"
	run rows staff import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"bad.csv:1:2: no column 性 别别; did you mean 性别?" ]]
	[[ "${lines[1]}" == *"bad.csv:1:3: name is the column 1 already" ]]
	[[ "${lines[2]}" == *"bad.csv:1:4: no column 天气; the columns are: 姓名, 性别, "* ]]
	[ "${#lines[@]}" -eq 4 ]

	# another unit is another thing
	printf '名称（姓名）,出资金额（元）\n甲甲,5\n' >"$DIR/bad.csv"
	run rows holder import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *":1:2: "*"did you mean 出资金额（万元）?" ]]

	run rows site import "$DIR/bad.csv"
	[ "$status" -eq 3 ]
	[[ "$output" == *"no group site has rows"*"holder (Direct shareholders)"* ]]
}

@test "files of Excel on a Chinese Windows, UTF-16, semicolons, TABs" {
	blank
	printf '姓名,性别\r\n张三,女\r\n' >"$DIR/a"
	iconv -f utf-8 -t gb18030 "$DIR/a" >"$DIR/1.csv"
	{ printf '\xff\xfe'; tr , '\t' <"$DIR/a" | iconv -f utf-8 -t utf-16le; } >"$DIR/2.csv"
	{ printf '\xef\xbb\xbf'; tr , ';' <"$DIR/a"; } >"$DIR/3.csv"
	run rows staff import "$DIR/1.csv"
	[ "$status" -eq 0 ]
	[[ "$output" == *"1.csv: read as GB18030"*"rows added 1"* ]]
	run rows staff import "$DIR/2.csv"
	[[ "$output" == *"2.csv: read as UTF-16LE"*"rows added 1"* ]]
	run rows staff import - <"$DIR/3.csv"
	[[ "$output" != *"read as"* ]]
	[ "$("$PROG" --json show $NO |
		jq -r '[.facts.staff[] | .name + .gender] | join(" ")')" = \
		"张三female 张三female 张三female" ]
}

@test "a dry run says what would change and changes nothing" {
	complete
	printf '姓名,学历\n王兰,本科\n钱示例,高中\n' >"$DIR/a.csv"
	"$PROG" export $NO >"$DIR/before"
	n=$(value 'staff | length')
	run rows staff import "$DIR/a.csv" --replace --dry-run
	[ "$status" -eq 0 ]
	[[ "$output" == *"staff[1].education: 大专 -> 本科"* ]]
	[[ "$output" == *"staff[1].gender: female -> ∅"* ]]
	[[ "$output" == *"changed 2, removed $((n - 2))"*"Nothing was changed"* ]]
	run "$PROG" --json rows $NO staff import "$DIR/a.csv" --dry-run
	[ "$(jq -r '.changes[0].new' <<<"$output")" = 王兰 ]
	"$PROG" export $NO | cmp - "$DIR/before"
	# nor does a table that is refused
	printf '姓名\n王\n' >"$DIR/a.csv"
	run rows staff import "$DIR/a.csv" --dry-run
	[ "$status" -eq 2 ]
}

@test "a draft is kept as typed, and needs --draft to come back" {
	blank
	printf '姓名,合同起\n王,"=明天"\n' >"$DIR/a.csv"
	run rows staff import "$DIR/a.csv"
	[ "$status" -eq 2 ]
	rows staff import --draft "$DIR/a.csv"
	run rows staff export -o "$DIR/b.csv"
	[[ "$output" == *"not valid: 2; "*"--draft"* ]]
	grep -q "^王,,,,'=明天,"  "$DIR/b.csv"
	run rows staff import --replace "$DIR/b.csv"
	[ "$status" -eq 2 ]
	run rows staff import --replace --draft "$DIR/b.csv"
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
}

@test "what a spreadsheet would run or shorten stands behind an apostrophe" {
	blank
	"$PROG" set $NO 'client[1].name==HYPERLINK("http://示例","x")' \
		'client[1].industry=-1+1' 'client[1].contract=@SUM(A1)' \
		"client[1].service='=1" 'holder[1].idno=110101190101010011' \
		'holder[1].ratio=-5'
	rows client export >"$DIR/a.csv"
	grep -qF "\"'=HYPERLINK(\"\"http://示例\"\",\"\"x\"\")\",'-1+1,'@SUM(A1),''=1" "$DIR/a.csv"
	run rows client import "$DIR/a.csv" --replace
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
	rows holder export >"$DIR/b.csv"
	grep -q "^,,-5,,'110101190101010011" "$DIR/b.csv"
	run rows holder import "$DIR/b.csv" --replace
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]

	printf '证照号码\n1.10101E+17\n' >"$DIR/c.csv"
	for draft in "" --draft; do
		run rows holder import "$DIR/c.csv" $draft
		[ "$status" -eq 2 ]
		[[ "$output" == *"c.csv:2:1: "*"has cut the digits"* ]]
	done
}

@test "several choices in a cell, with the signs people write" {
	cp -r "$BATS_TEST_DIRNAME/../../"{forms,data,templates} "$DIR"
	cat >>"$DIR/forms/company.yaml" <<-'END'
	  - group: thing
	    title: 物件
	    repeat: true
	    fields:
	      - {key: a, label: 名称, type: long, sources: ["D"]}
	      - {key: b, label: 名称, type: bool, sources: ["D"]}
	      - key: c
	        label: 类别
	        type: choices
	        choices:
	          - {value: x, label: 甲}
	          - {value: y, label: 乙、丙}
	          - {value: z, label: 丁}
	          - {value: 甲, label: 戊}
	        sources: ["D"]
	END
	P="$PROG --data $DIR"
	$P new >"$DIR/no"
	printf 'a,b,类别\n"一,\n二",TRUE,x、丁\n三,否,"y，z"\n四,无,"乙、丙"\n,,\n五,,"戊\n丁"\n' |
		$P rows $NO thing import -
	run $P --json show $NO
	[ "$(jq -r '[.facts.thing[].c] | join(" ")' <<<"$output")" = \
		"x,z y,z y z,甲" ]
	$P rows $NO thing export >"$DIR/a.csv"
	# a label of two fields is none
	[ "$(head -1 "$DIR/a.csv")" = $'\xef\xbb\xbfa,b,类别\r' ]
	# labels, unless they would be read back as another choice
	grep -q '^二",是,"x,z"' "$DIR/a.csv"
	grep -q '^四,否,乙、丙' "$DIR/a.csv"
	grep -q '^五,,丁、戊' "$DIR/a.csv"
	run $P rows $NO thing import --replace "$DIR/a.csv"
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
	printf '名称\nx\n' >"$DIR/b.csv"
	run $P rows $NO thing import "$DIR/b.csv"
	[ "$status" -eq 2 ]
	[[ "$output" == *"several columns are called 名称; write a or b"* ]]
}

@test "truncated, binary and huge files are refused and change nothing" {
	complete
	rows staff export >"$DIR/whole.csv"
	"$PROG" export $NO >"$DIR/before"
	head -c -25 "$DIR/whole.csv" >"$DIR/1.csv"	# within a line
	head -c 200 /dev/urandom >"$DIR/2.csv"
	printf '\0' >>"$DIR/2.csv"
	truncate -s 100M "$DIR/3.csv"
	{ echo 姓名; head -c 70000 /dev/zero | tr '\0' x; } >"$DIR/4.csv"
	{ echo 姓名; yes 张三 | head -10001; } >"$DIR/5.csv"
	printf '姓名,性别\n"张三,女\n李四,女\n' >"$DIR/6.csv"
	printf '姓名\n张三\xff\xfe\n' >"$DIR/7.csv"
	printf '姓名\n张\e[31m三\n' >"$DIR/8.csv"
	: >"$DIR/9.csv"
	mkfifo "$DIR/10.csv"
	for i in 1 2 3 4 5 6 7 8 9 10 11; do
		run timeout 10 "$PROG" rows $NO staff import "$DIR/$i.csv" --replace
		[ "$status" -ne 0 ]
		[ "$status" -lt 6 ]
		[[ "$output" == *"$i.csv"* ]]
		! grep -q $'\x1b' <<<"$output"
	done
	head -c -27 "$DIR/whole.csv" >"$DIR/1.csv"
	run rows staff import "$DIR/1.csv"
	[ "$status" -eq 5 ]
	[[ "$output" == *"1.csv:3:4: the last line"*"is the file cut off?"* ]]
	run rows staff import "$DIR/6.csv"
	[ "$status" -eq 5 ]
	[[ "$output" == *"6.csv:2:1: the quotation mark"*"never closed"* ]]
	run rows staff import - <"$DIR/3.csv"
	[ "$status" -eq 2 ]
	[[ "$output" == *"larger than 8388608 bytes"* ]]
	"$PROG" export $NO | cmp - "$DIR/before"
}

@test "a long cell does not hide what is wrong with it" {
	blank
	{ printf '数量\n'; head -c 60000 /dev/zero | tr '\0' x; echo; } >"$DIR/a.csv"
	run rows equipment import "$DIR/a.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"a.csv:2:1: Quantity: xxx"*"x: a whole number is expected" ]]
	[ "${#lines[0]}" -lt 400 ]
}

@test "a group takes 10000 rows" {
	blank
	{ echo 事项; yes 示例 | head -9999; } >"$DIR/a.csv"
	rows plan import "$DIR/a.csv"
	printf '事项\n一\n二\n' >"$DIR/b.csv"
	run rows plan import "$DIR/b.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"b.csv:3:1: a group has 10000 rows at most" ]]
	"$PROG" undo $NO
	[ "$(value plan)" = null ]
}

@test "wrong words are refused" {
	blank
	for words in "" "staff" "staff import" "staff export x" "staff import a b" \
		"staff eat a" "staff export --replace" "staff import a -o b" \
		"staff import --what a"; do
		run rows $words
		[ "$status" -eq 2 ]
		[[ "$output" == *"usage: callpermit rows"* ]]
	done
	run "$PROG" rows 2026-0009 staff export
	[ "$status" -eq 3 ]
	run rows staff import "$DIR/not-there.csv"
	[ "$status" -eq 3 ]
}
