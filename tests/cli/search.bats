# search, and what list finds

load common

@test "a text is found with its fact, label and surroundings" {
	"$PROG" import "$SAMPLE/complete.yaml" "$SAMPLE/faulty.yaml"
	run "$PROG" search 声
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == "2026-0002  北京远声示例科技有限公司" ]]
	run "$PROG" search 周晴
	[ "${lines[0]}" = "2026-0001  陕西云岭示例呼叫服务有限公司" ]
	[[ "${lines[1]}" == "  ct.name "*" Name "*" 周晴" ]]
	# a long text: the part around the word
	run "$PROG" search 用户拨打
	[[ "$output" == *"cc.service_desc"*"…"*"用户拨打"*"…" ]]
	# several words, one in the company, one in a fact
	run "$PROG" search 云岭 周晴
	[ "${lines[0]}" = "2026-0001  陕西云岭示例呼叫服务有限公司" ]
	run "$PROG" search 远声 周晴
	[ "$status" -eq 0 ]
	[ "$output" = "No dossier has this in it." ]
}

@test "names come before facts, then what changed last" {
	a=$("$PROG" new co.name=示例甲公司)
	b=$("$PROG" new co.name=示例乙公司 site.addr=甲路)
	c=$("$PROG" new co.name=示例甲乙公司)
	run bash -c '"$PROG" search 甲 | grep "^2"'
	[ "$output" = "$c  示例甲乙公司
$a  示例甲公司
$b  示例乙公司" ]
	CALLPERMIT_NOW=2026-11-23T10:00 "$PROG" set $a site.area=160
	run bash -c '"$PROG" search 甲 | grep "^2"'
	[ "${lines[0]}" = "$a  示例甲公司" ]
}

@test "numbers of people are masked, in their fields and in texts" {
	no=$("$PROG" new co.name=示例公司 lr.mobile=13000000123)
	"$PROG" set $no --draft 'cc.service_desc=电话13000000123，证件310101190001010018'
	run "$PROG" search 0123
	[[ "$output" == *"lr.mobile"*"130****0123"* ]]
	[[ "$output" == *"cc.service_desc"*"电话130****0123"*"310****0018"* ]]
	[[ "$output" != *13000000123* ]]
	[[ "$output" != *310101190001010018* ]]
	# whoever asks by script gets the value, as with show
	run "$PROG" search --json 0123
	[ "$(jq -r '.[0].facts[] | select(.fact == "lr.mobile").value' \
		<<<"$output")" = 13000000123 ]
}

@test "json says where it was found" {
	no=$("$PROG" new co.name=示例甲公司 lr.name=甲示 site.ownership=leased)
	run "$PROG" --json search 甲
	[ "$(jq -c '[.[] | {dossier, name, in_name}]' <<<"$output")" = \
		"[{\"dossier\":\"$no\",\"name\":\"示例甲公司\",\"in_name\":true}]" ]
	[ "$(jq -r '.[0].facts[0] | .fact + " " + .value + " " + .excerpt' \
		<<<"$output")" = "lr.name 甲示 甲示" ]
	run "$PROG" search --json 租赁
	[ "$(jq -r '.[0].facts[0].fact' <<<"$output")" = site.ownership ]
	run "$PROG" search --json 龘
	[ "$(jq -c . <<<"$output")" = '[]' ]
}

@test "list finds numbers, companies and initials, else facts" {
	"$PROG" import "$SAMPLE/complete.yaml" "$SAMPLE/faulty.yaml"
	for text in bjys BJ 声 远声 6-0002 0002 'kj 北京'; do
		run "$PROG" list "$text"
		[ "${#lines[@]}" -eq 1 ]
		[[ "${lines[0]}" == 2026-0002* ]]
	done
	run "$PROG" list 周晴
	[ "${#lines[@]}" -eq 1 ]
	[[ "${lines[0]}" == 2026-0001* ]]
	run "$PROG" list 2026
	[ "${#lines[@]}" -eq 2 ]
	[ -z "$("$PROG" list 龘)" ]
}

@test "what was taken back is no longer found" {
	no=$("$PROG" new co.name=示例公司)
	"$PROG" set $no co.name=龘示例公司
	[[ "$("$PROG" list 龘)" == $no* ]]
	"$PROG" undo $no
	[ -z "$("$PROG" list 龘)" ]
	"$PROG" set $no lr.name=龘示
	[[ "$("$PROG" search 龘)" == *lr.name* ]]
	"$PROG" set $no lr.name=
	[ "$("$PROG" search 龘)" = "No dossier has this in it." ]
}

@test "no character is special, no query is an error" {
	"$PROG" import "$SAMPLE/complete.yaml"
	for text in '"' "'" '*' '(' 'NEAR(a b)' 'a OR b' 'co.name:x' '{' '\' \
		'%' ';' $'\x01' $'\xff\xfe' '😀' $'\u0301' "$(printf '"%.0s' \
		$(seq 10000))" "$(printf '云%.0s' $(seq 3400))"; do
		run "$PROG" search -- "$text"
		[ "$status" -eq 0 ]
		[[ "$output" != *rror* ]]
		run "$PROG" list "$text"
		[ "$status" -eq 0 ]
	done
	run "$PROG" search ' '
	[ "$status" -eq 2 ]
	[[ "$output" == *"nothing to look for"* ]]
	run "$PROG" search
	[ "$status" -eq 2 ]
	run "$PROG" search --rebuild x
	[ "$status" -eq 2 ]
}

@test "the index can be made anew" {
	"$PROG" import "$SAMPLE/complete.yaml"
	before=$("$PROG" search 云 sx)
	run "$PROG" search --rebuild
	[ "$status" -eq 0 ]
	[[ "$output" == *"1 dossiers"* ]]
	[ "$("$PROG" search 云 sx)" = "$before" ]
	# by itself, if another version made it
	sqlite3 "$CALLPERMIT_DB" "UPDATE search_state SET made_with = 'x';
		INSERT INTO search_name(search_name) VALUES('delete-all');
		INSERT INTO search_fact(search_fact) VALUES('delete-all')"
	[ "$("$PROG" search 云 sx)" = "$before" ]
}
