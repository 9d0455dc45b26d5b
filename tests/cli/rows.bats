# rows: repeating groups as CSV tables, in and out

load common

NO=2026-0001

complete() {
	"$PROG" import "$SAMPLE/complete.yaml"
}

# A dossier without rows, in a pack with groups of our own: what is said here
# about labels and columns does not hang on the forms that are shipped
blank() {
	cp -r "$BATS_TEST_DIRNAME/../../"{forms,data,templates} "$DIR"
	cat >"$DIR/forms/rows_test.yaml" <<-'END'
		form: rows_test
		title: 表格测试
		order: 990
		sections:
		  - group: crew
		    title: 班组
		    title_en: Crew
		    repeat: true
		    fields:
		      - {key: name, label: 姓名, label_en: Name, type: person, sources: ["D"]}
		      - key: gender
		        label: 性别
		        label_en: Gender
		        type: choice
		        choices:
		          - {value: female, label: 女, label_en: female}
		          - {value: male, label: 男, label_en: male}
		        sources: ["D"]
		      - {key: education, label: 学历, label_en: Education, type: text, sources: ["D"]}
		      - {key: begins, label: 合同起, label_en: Contract begins, type: date, sources: ["D"]}
		  - group: share
		    title: 份额
		    title_en: Shares
		    repeat: true
		    fields:
		      - {key: name, label: 名称（姓名）, label_en: Name, type: text, sources: ["D"]}
		      - {key: ratio, label: 比例, label_en: Share, type: number, unit: "%", sources: ["D"]}
		      - {key: amount, label: 出资金额, label_en: Contribution, type: money, unit: 万元, sources: ["D"]}
		      - {key: idno, label: 证照号码, label_en: Identity number, type: text, sources: ["D"]}
		      - {key: code, label: 信用代码, label_en: Credit code, type: uscc, sources: ["D"]}
		  - group: thing
		    title: 物件
		    repeat: true
		    fields:
		      - {key: a, label: 说明, type: long, sources: ["D"]}
		      - {key: b, label: 说明, type: bool, sources: ["D"]}
		      - {key: qty, label: 数量, label_en: Quantity, type: int, sources: ["D"]}
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
	"$PROG" --data "$DIR" new co.name=示例公司
	PACK="--data $DIR"
}

rows() {
	"$PROG" $PACK rows $NO "$@"
}

value() {
	"$PROG" $PACK --json show $NO | jq -r ".facts.$1"
}

# The groups of the pack that repeat, as the program names them
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
		run env NO=2026-0002 "$PROG" rows 2026-0002 $group import "$DIR/$group.csv"
		[ "$status" -eq 0 ]
		"$PROG" rows 2026-0002 $group export | cmp - "$DIR/$group.csv"
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
	printf '\xef\xbb\xbf名称（姓名）,比例（%%）,出资金额（万元）,证照号码,信用代码\r\n' |
		cmp - <(rows share export)
}

@test "columns by key, label, label with unit and English label" {
	blank
	cat >"$DIR/a.csv" <<-'END'
		name,SHARE(%),出资金额 （万元）*,Identity  number

		甲甲,６０%,"1,234.5万元",甲1

		乙乙,-40,100,乙2
	END
	run rows share import "$DIR/a.csv"
	[ "$status" -eq 0 ]
	[[ "$output" == *"Shares: rows added 2, changed 0, removed 0"* ]]
	[ "$(value 'share[0] | [.name, .ratio, .amount, .idno] | join(" ")')" = \
		"甲甲 60 1234.5 甲1" ]
	[ "$(value 'share[1].ratio')" = -40 ]
}

@test "rows are appended, with --replace they are the whole group" {
	blank
	printf '姓名,学历\n王兰,大专\n赵鹏,大专\n' | rows crew import -
	printf '姓名,性别,合同起\r\n孙梅,女,2026/1/5\r\n' >"$DIR/a.csv"
	rows crew import "$DIR/a.csv"
	[ "$(value 'crew | length')" -eq 3 ]
	[ "$(value 'crew[2].begins')" = 2026-01-05 ]
	[ "$(value 'crew[0].name')" = 王兰 ]
	# one undo takes the table back
	"$PROG" $PACK undo $NO
	[ "$(value 'crew | length')" -eq 2 ]

	run rows crew import --replace "$DIR/a.csv"
	[[ "$output" == *"added 0, changed 1, removed 1"* ]]
	[ "$(value 'crew | length')" -eq 1 ]
	[ "$(value 'crew[0].education')" = null ]
	"$PROG" $PACK undo $NO
	[ "$(value 'crew | length')" -eq 2 ]
	[ "$(value 'crew[0].education')" = 大专 ]
	"$PROG" $PACK log $NO --verify
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
	run rows crew import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 7 ]
	f="$DIR/bad.csv"
	[[ "${lines[0]}" == "$f:3:2: Gender: 不详 is not one of: "*"female"*"male"* ]]
	[[ "${lines[1]}" == "$f:3:3: Education: one line is expected" ]]
	[[ "${lines[2]}" == "$f:4:4: Contract begins: 2026-02-30: no such day" ]]
	[[ "${lines[3]}" == "$f:6:1: Name: 王: "* ]]
	[[ "${lines[4]}" == "$f:6:4: Contract begins: 明天: a date is written"* ]]
	[[ "${lines[5]}" == "$f:7:5: the first line names no column here" ]]
	[[ "${lines[6]}" == *"cells refused: 6; nothing was changed [E-VALUE]" ]]
	[ "$(value crew)" = null ]

	json=$("$PROG" $PACK --json rows $NO crew import "$f" 2>"$DIR/err") ||
		[ $? -eq 2 ]
	grep -q "cells refused: 6" "$DIR/err"
	[ "$(jq -r '.faults[2] | "\(.line):\(.column) \(.label)"' <<<"$json")" = \
		"4:4 Contract begins" ]
	[ "$(jq .faults_count <<<"$json")" -eq 6 ]

	# in Chinese the labels are those of the form
	run "$PROG" $PACK --lang zh rows $NO crew import "$f"
	[[ "${lines[0]}" == "$f:3:2: 性别: 不详"* ]]
}

@test "fifty bad cells are shown, the others counted" {
	blank
	{ echo 姓名; yes 王 | head -70; } >"$DIR/bad.csv"
	run rows crew import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[49]}" == *":51:1: "* ]]
	[[ "${lines[50]}" == "... and 20 more" ]]
	[[ "${lines[51]}" == *"cells refused: 70;"* ]]
}

@test "unknown columns and columns named twice are refused" {
	blank
	printf '姓 名,性 别别,name,天气,\n张三,女,李四,晴\n' >"$DIR/bad.csv"
	run rows crew import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"bad.csv:1:2: no column 性 别别; did you mean 性别?" ]]
	[[ "${lines[1]}" == *"bad.csv:1:3: name is the column 1 already" ]]
	[[ "${lines[2]}" == *"bad.csv:1:4: no column 天气; the columns are: 姓名, 性别, "* ]]
	[ "${#lines[@]}" -eq 4 ]

	# another unit is another thing
	printf '名称（姓名）,出资金额（元）\n甲甲,5\n' >"$DIR/bad.csv"
	run rows share import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *":1:2: "*"did you mean 出资金额（万元）?" ]]

	# a label of two fields names neither
	printf '说明\nx\n' >"$DIR/bad.csv"
	run rows thing import "$DIR/bad.csv"
	[ "$status" -eq 2 ]
	[[ "$output" == *"several columns are called 说明; write a or b"* ]]

	run rows co import "$DIR/bad.csv"
	[ "$status" -eq 3 ]
	[[ "$output" == *"no group co has rows"*"crew (Crew)"* ]]
}

@test "files of Excel on a Chinese Windows, UTF-16, semicolons, TABs" {
	blank
	printf '姓名,性别\r\n张三,女\r\n' >"$DIR/a"
	iconv -f utf-8 -t gb18030 "$DIR/a" >"$DIR/1.csv"
	{ printf '\xff\xfe'; tr , '\t' <"$DIR/a" | iconv -f utf-8 -t utf-16le; } >"$DIR/2.csv"
	{ printf '\xef\xbb\xbf'; tr , ';' <"$DIR/a"; } >"$DIR/3.csv"
	run rows crew import "$DIR/1.csv"
	[ "$status" -eq 0 ]
	[[ "$output" == *"1.csv: read as GB18030"*"rows added 1"* ]]
	run rows crew import "$DIR/2.csv"
	[[ "$output" == *"2.csv: read as UTF-16LE"*"rows added 1"* ]]
	run rows crew import - <"$DIR/3.csv"
	[ "$status" -eq 0 ]
	[[ "$output" != *"read as"* ]]
	[ "$(value 'crew | [.[] | .name + .gender] | join(" ")')" = \
		"张三female 张三female 张三female" ]
}

@test "a dry run says what would change and changes nothing" {
	blank
	printf '姓名,性别,学历\n王兰,女,大专\n赵鹏,男,大专\n周晴,女,\n' | rows crew import -
	printf '姓名,学历\n王兰,本科\n钱示例,高中\n' >"$DIR/a.csv"
	"$PROG" $PACK export $NO >"$DIR/before"
	run rows crew import "$DIR/a.csv" --replace --dry-run
	[ "$status" -eq 0 ]
	[[ "$output" == *"crew[1].education: 大专 -> 本科"* ]]
	[[ "$output" == *"crew[1].gender: female -> ∅"* ]]
	[[ "$output" == *"added 0, changed 2, removed 1"*"Nothing was changed"* ]]
	run "$PROG" $PACK --json rows $NO crew import "$DIR/a.csv" --dry-run
	[ "$(jq -r '.changes[0].new' <<<"$output")" = 王兰 ]
	[ "$(jq -r .added <<<"$output")" -eq 2 ]
	# nor does a table that is refused
	printf '姓名\n王\n' >"$DIR/a.csv"
	run rows crew import "$DIR/a.csv" --dry-run
	[ "$status" -eq 2 ]
	"$PROG" $PACK export $NO | cmp - "$DIR/before"
}

@test "what is not valid is kept as typed with --draft, and stands" {
	blank
	printf '姓名,合同起\n王,"=明天"\n' >"$DIR/a.csv"
	run rows crew import "$DIR/a.csv"
	[ "$status" -eq 2 ]
	rows crew import --draft "$DIR/a.csv"
	run rows crew export -o "$DIR/b.csv"
	[[ "$output" == *"not valid: 2; "*"--draft"* ]]
	grep -q "^王,,,'=明天"  "$DIR/b.csv"
	# where it stands already it is no change, elsewhere it is refused
	run rows crew import --replace "$DIR/b.csv"
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
	run rows crew import "$DIR/b.csv"
	[ "$status" -eq 2 ]
}

@test "a credit code whose check symbol was accepted stands" {
	blank
	printf 'code\n91110105PDY00001XH\n' >"$DIR/a.csv"
	run rows share import "$DIR/a.csv"
	[ "$status" -eq 2 ]
	"$PROG" $PACK set $NO --accept --reason 示例 \
		share[1].code=91110105PDY00001XH
	run rows share import --replace "$DIR/a.csv"
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
}

@test "what a spreadsheet would run or shorten stands behind an apostrophe" {
	blank
	"$PROG" $PACK set $NO 'share[1].name==HYPERLINK("http://示例","x")' \
		'share[1].ratio=-5' 'share[1].idno=110101190101010011' \
		'share[2].name=-1+1' "share[3].name='=1" 'share[4].name=@SUM(A1)'
	rows share export >"$DIR/a.csv"
	grep -qF "\"'=HYPERLINK(\"\"http://示例\"\",\"\"x\"\")\",-5,,'110101190101010011," "$DIR/a.csv"
	grep -q "^'-1+1," "$DIR/a.csv"
	grep -q "^''=1," "$DIR/a.csv"
	grep -q "^'@SUM(A1)," "$DIR/a.csv"
	run rows share import "$DIR/a.csv" --replace
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]

	printf '证照号码\n1.10101E+17\n' >"$DIR/c.csv"
	for draft in "" --draft; do
		run rows share import "$DIR/c.csv" $draft
		[ "$status" -eq 2 ]
		[[ "$output" == *"c.csv:2:1: "*"has cut the digits"* ]]
	done
}

@test "a table does not make the program read files" {
	complete
	printf '%%PDF-1.4\n%%%%EOF\n' >"$DIR/scan.pdf"
	"$PROG" set $NO "holder[1].file=$DIR/scan.pdf"
	printf 'file\n%s\n' "$DIR/scan.pdf" >"$DIR/a.csv"
	for draft in "" --draft; do
		run rows holder import "$DIR/a.csv" $draft
		[ "$status" -eq 2 ]
		[[ "$output" == *"a.csv:2:1: "*"a table names no files"* ]]
	done
	# what was read and hashed goes out and in
	rows holder export >"$DIR/b.csv"
	grep -q "scan.pdf 15 [0-9a-f]\{64\}" "$DIR/b.csv"
	run rows holder import "$DIR/b.csv" --replace
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
}

@test "several choices in a cell, with the signs people write" {
	blank
	printf 'a,b,类别\n"一,\n二",TRUE,x、丁\n三,否,"y，z"\n四,无,"乙、丙"\n,,\n五,,"戊\n丁"\n' |
		rows thing import -
	[ "$(value 'thing | [.[].c] | join(" ")')" = "x,z y,z y z,甲" ]
	[ "$(value 'thing[0].a')" = $'一,\n二' ]
	rows thing export >"$DIR/a.csv"
	[ "$(head -1 "$DIR/a.csv")" = $'\xef\xbb\xbfa,b,数量,类别\r' ]
	# labels, unless they would be read back as another choice
	grep -q '^二",是,,"x,z"' "$DIR/a.csv"
	grep -q '^三,否,,"y,z"' "$DIR/a.csv"
	grep -q '^四,否,,乙、丙' "$DIR/a.csv"
	grep -q '^五,,,丁、戊' "$DIR/a.csv"
	run rows thing import --replace "$DIR/a.csv"
	[[ "$output" == *"added 0, changed 0, removed 0"* ]]
}

@test "truncated, binary and huge files are refused and change nothing" {
	blank
	printf '姓名,性别,学历,合同起\r\n王兰,女,大专,2026-01-05\r\n赵鹏,男,大专,2026-01-06\r\n' \
		>"$DIR/whole.csv"
	rows crew import "$DIR/whole.csv"
	"$PROG" $PACK export $NO >"$DIR/before"
	head -c -13 "$DIR/whole.csv" >"$DIR/1.csv"	# within a line
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
		run timeout 10 "$PROG" $PACK rows $NO crew import "$DIR/$i.csv" --replace
		[ "$status" -ne 0 ]
		[ "$status" -lt 6 ]
		[[ "$output" == *"$i.csv"* ]]
		! grep -q $'\x1b' <<<"$output" || return 1
	done
	run rows crew import "$DIR/1.csv"
	[ "$status" -eq 5 ]
	[[ "$output" == *"1.csv:3:3: the last line"*"is the file cut off?"* ]]
	run rows crew import "$DIR/6.csv"
	[ "$status" -eq 5 ]
	[[ "$output" == *"6.csv:2:1: the quotation mark"*"never closed"* ]]
	run rows crew import - <"$DIR/3.csv"
	[ "$status" -eq 2 ]
	[[ "$output" == *"larger than 8388608 bytes"* ]]
	"$PROG" $PACK export $NO | cmp - "$DIR/before"
}

@test "a long cell does not hide what is wrong with it" {
	blank
	{ printf '数量\n'; head -c 250 /dev/zero | tr '\0' x; echo; } >"$DIR/a.csv"
	run rows thing import "$DIR/a.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"a.csv:2:1: Quantity: xxx"*"x: a whole number is expected" ]]
	{ printf '性别\n'; head -c 60000 /dev/zero | tr '\0' x; echo; } >"$DIR/a.csv"
	run rows crew import "$DIR/a.csv"
	[[ "${lines[0]}" == *"a.csv:2:1: Gender: xxx"*"x is not one of: female"* ]]
	[ "${#lines[0]}" -lt 400 ]
	{ printf '学历\n"'; head -c 60000 /dev/zero | tr '\0' x; printf '\ny"\n'; } >"$DIR/a.csv"
	run rows crew import "$DIR/a.csv"
	[[ "${lines[0]}" == *"a.csv:2:1: Education: one line is expected" ]]
}

@test "a group takes 10000 rows" {
	blank
	{ echo 姓名; yes 张三 | head -9999; } >"$DIR/a.csv"
	rows crew import "$DIR/a.csv"
	printf '姓名\n张三\n李四\n' >"$DIR/b.csv"
	run rows crew import "$DIR/b.csv"
	[ "$status" -eq 2 ]
	[[ "${lines[0]}" == *"b.csv:3:1: a group has 10000 rows at most" ]]
	"$PROG" $PACK undo $NO
	[ "$(value crew)" = null ]
}

@test "wrong words are refused" {
	blank
	for words in "" "crew" "crew import" "crew export x" "crew import a b" \
		"crew eat a" "crew export --replace" "crew import a -o b" \
		"crew import --what a"; do
		run rows $words
		[ "$status" -eq 2 ]
		[[ "$output" == *"usage: callpermit rows"* ]]
	done
	run "$PROG" rows 2026-0009 crew export
	[ "$status" -eq 3 ]
	run rows crew import "$DIR/not-there.csv"
	[ "$status" -eq 3 ]
}

@test "columns are those of the pack that the dossier keeps" {
	blank
	printf '姓名\n张三\n' | rows crew import -
	# the pack that is shipped has no such group
	run "$PROG" rows $NO crew export
	[ "$status" -eq 0 ]
	[[ "$output" == *"张三"* ]]
	printf '姓名\n李四\n' >"$DIR/a.csv"
	"$PROG" rows $NO crew import "$DIR/a.csv"
	[ "$(value 'crew | map(.name) | join(" ")')" = "张三 李四" ]
	# and a group that only the shipped pack has is none of this dossier
	sed -i 's/group: crew/group: squad/' "$DIR/forms/rows_test.yaml"
	run rows squad import "$DIR/a.csv"
	[ "$status" -eq 3 ]
}
