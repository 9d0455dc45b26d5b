#!/usr/bin/env bats
# Published lists of a real server: our companies are found in them, and what
# the server does wrong stops no other list.

load net.bash

NAME=北京示例呼叫科技有限公司
OTHER="上海（示例）信息技术有限公司"

setup() {
	net_setup
	export CALLPERMIT_DB=$dir/dossiers.db CALLPERMIT_NOW=2026-11-22T10:00
	unset LC_ALL LC_MESSAGES LANGUAGE
	export LANG=en_US.UTF-8
	CODE=$(uscc)
	"$PROG" new "co.name=$NAME" "co.uscc=$CODE" >/dev/null
	"$PROG" new "co.name=$OTHER" >/dev/null
}

teardown() {
	net_teardown
}

# The made-up credit code of the samples
uscc() {
	sed -n 's/^ *uscc: *"\{0,1\}\([0-9A-Z]*\)"\{0,1\}.*/\1/p' \
		"$BATS_TEST_DIRNAME/../../data/sample/complete.yaml" | head -1
}

# watch ARGS...: the program's output and code
watch() {
	run timeout 60 "$PROG" watch "$@"
	echo "($status) $output"
}

# page [ROWS...]: an HTML table of rows of cells, split at |
page() {
	local row
	echo "<html><body><table>"
	for row; do
		echo "<tr><td>${row//|/</td><td>}</td></tr>"
	done
	echo "</table></body></html>"
}

# site: a server that shows the folder $dir/www
site() {
	mkdir -p "$dir/www"
	serve http http_server.py
	url=http://127.0.0.1:$port
}

# to_stage ACT...: moves the first dossier on
to_stage() {
	local act
	for act; do
		"$PROG" act 2026-0001 "$act" >/dev/null
	done
}

@test "a company is found by code, by name, and within a text" {
	page "序号|公司" "1|甲公司|${CODE,,}" \
		"2|上海(示例) 信息技术有限公司" \
		"3|关于${NAME}的公告" "4|天津示例无关科技有限公司" >"$dir/a.html"
	watch --kind granted "$dir/a.html"
	[ "$status" -eq 1 ]
	has "5 rows, 3 hits"
	has "line 3: 2026-0001 $NAME, by credit code"
	has "line 4: 2026-0002 $OTHER, by name"
	has "line 5: 2026-0001 $NAME, possible"
	has "within a longer text"
	hasnt "line 6"
	watch --kind granted --json "$dir/a.html"
	[ "$(jq -r '.[0].hits | map(.found) | join(" ")' <<<"$output")" = \
		"code name possible" ]
}

@test "nobody of ours is there" {
	page "1|天津示例无关科技有限公司|X${CODE}" >"$dir/a.html"
	watch --kind granted "$dir/a.html"
	[ "$status" -eq 0 ]
	has "1 rows, 0 hits"
}

@test "a CSV table in GB18030" {
	printf '公司,结果\r\n%s,准予\r\n' "$NAME" | iconv -f UTF-8 -t GB18030 \
		>"$dir/a.csv"
	watch --kind granted "$dir/a.csv"
	has "line 2: 2026-0001 $NAME, by name"
	has "$NAME | 准予"
}

@test "an act that is not open at the stage is not proposed" {
	page "1|$NAME" >"$dir/a.html"
	watch --kind granted "$dir/a.html"
	has "the act granted (Granted) is not open at the stage ST-0"
	hasnt "callpermit act"
}

@test "an open act can be copied, and is noted afterwards" {
	page "1|$NAME" >"$dir/a.html"
	to_stage go ready
	before=$("$PROG" export 2026-0001)
	sed "s/acts: \[granted\]/acts: [registered]/" \
		"$BATS_TEST_DIRNAME/../../data/watch.yaml" >"$dir/watch.yaml"
	mkdir "$dir/tree"
	for part in forms data templates; do
		cp -r "$BATS_TEST_DIRNAME/../../$part" "$dir/tree/"
	done
	cp "$dir/watch.yaml" "$dir/tree/data/watch.yaml"
	run "$PROG" --data "$dir/tree" watch --kind granted "$dir/a.html"
	echo "$output"
	has "callpermit act 2026-0001 registered --date DATE"
	[ "$before" = "$("$PROG" export 2026-0001)" ]
	to_stage registered
	run "$PROG" --data "$dir/tree" watch --kind granted "$dir/a.html"
	echo "$output"
	has "noted already: registered"
	hasnt "callpermit act"
	[ "$status" -eq 0 ]
}

@test "a company of ours was granted or refused" {
	"$PROG" import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml" \
		>/dev/null
	no=$("$PROG" --json list 云岭 | jq -r '.[0].no // .[0].dossier')
	for a in go ready submitted accepted_papers papers_handed \
		"visit_announced when=2026-11-23" "visited result=pass" \
		visit_passed; do
		"$PROG" act "$no" $a >/dev/null
	done
	page "1|陕西云岭示例呼叫服务有限公司" >"$dir/a.html"
	watch --kind refused "$dir/a.html"
	has "callpermit act $no refused --date DATE note=TEXT"
	has "the act not_accepted (Not accepted) is not open at the stage ST-9"
	watch --kind granted --json "$dir/a.html"
	[ "$status" -eq 1 ]
	command=$(jq -r '.[0].hits[0].commands[0]' <<<"$output")
	[ "$command" = "callpermit act $no granted --date DATE" ]
	command=${command/DATE/2026-11-22}
	"$PROG" ${command#callpermit }
	watch --kind granted --json "$dir/a.html"
	[ "$status" -eq 0 ]
	[ "$(jq '.[0].hits[0] | .noted and .commands == []' <<<"$output")" = \
		true ]
}

@test "an act that is none in data/watch.yaml is refused with its place" {
	mkdir "$dir/tree"
	for part in forms data templates; do
		cp -r "$BATS_TEST_DIRNAME/../../$part" "$dir/tree/"
	done
	sed -i "s/acts: \[granted\]/acts: [grunted]/" "$dir/tree/data/watch.yaml"
	run "$PROG" --data "$dir/tree" watch --kind granted x.html
	echo "$output"
	[ "$status" -eq 5 ]
	[[ "$output" =~ data/watch.yaml:[0-9]+:[0-9]+:\ no\ act\ grunted ]]
}

@test "a bad record proposes to look and to set the fact" {
	page "1|$NAME" >"$dir/a.html"
	watch --kind bad_record "$dir/a.html"
	has "callpermit set 2026-0001 rec.bad_list=yes"
	has "Find out which list this is"
	[ "$status" -eq 1 ]
	"$PROG" set 2026-0001 rec.bad_list=yes
	watch --kind bad_record "$dir/a.html"
	has "noted already: rec.bad_list=yes"
	has "callpermit set 2026-0001 rec.dishonest=yes"
	hasnt "Find out which list this is"
	[ "$status" -eq 0 ]
}

@test "what the cells hold does no harm to the terminal" {
	page "1|$NAME|"$'\e]0;owned\a\e[2J' >"$dir/a.html"
	watch --kind granted "$dir/a.html"
	has "by name"
	hasnt $'\e'
	hasnt $'\a'
}

@test "a page that did not change is not sent again, its hits stay" {
	site
	cat >"$dir/watch.yaml" <<-END
	lists:
	  - {name: 示例名单, url: "$url/listed", kind: granted}
	END
	page "1|$NAME" >"$dir/http.page"
	watch --config "$dir/watch.yaml"
	[ "$status" -eq 1 ]
	has "1 rows, 1 hits"
	hasnt unchanged
	watch --config "$dir/watch.yaml"
	has "1 rows, 1 hits; unchanged"
	has "line 2: 2026-0001 $NAME, by name"
	[ "$(jq -r '.headers["if-none-match"]' <"$dir/http.log" | tail -1)" != null ]
	[ "$(sqlite3 "$CALLPERMIT_DB" "SELECT error IS NULL AND length(sha256) \
		= 64 AND etag <> '' AND modified <> '' FROM watched")" = 1 ]
}

@test "another company of ours asks for the whole page again" {
	site
	cat >"$dir/watch.yaml" <<-END
	lists:
	  - {name: 示例名单, url: "$url/listed", kind: granted}
	END
	page "1|$NAME" "2|广州示例新办有限公司" >"$dir/http.page"
	watch --config "$dir/watch.yaml"
	has "2 rows, 1 hits"
	"$PROG" new co.name=广州示例新办有限公司
	watch --config "$dir/watch.yaml"
	has "2 rows, 2 hits; unchanged"
	page "1|nobody" >"$dir/http.page"
	watch --config "$dir/watch.yaml"
	[ "$status" -eq 0 ]
	has "1 rows, 0 hits"
	hasnt unchanged
}

@test "what a server does wrong is said, and the other lists are read" {
	site
	good=$url
	make_ca
	serve tls http_server.py "$dir/good.pem" "$dir/good.key"
	page "1|$NAME" >"$dir/a.html"
	cp "$dir/a.html" "$dir/http.page"
	cat >"$dir/watch.yaml" <<-END
	lists:
	  - {name: hangs, url: "$good/hang", kind: granted, timeout: 1}
	  - {name: large, url: "$good/ten-gigabytes", kind: granted}
	  - {name: loop, url: "$good/loop", kind: granted}
	  - {name: gone, url: "$good/404", kind: granted}
	  - {name: no-table, url: "$good/limit", kind: granted}
	  - {name: certificate, url: "https://127.0.0.1:$port/ok", kind: granted}
	  - {name: trusted, url: "https://127.0.0.1:$port/ok", kind: granted, ca_file: ca.pem}
	  - {name: missing, file: nowhere.html, kind: granted}
	  - {name: page, url: "$good/listed", kind: granted}
	  - {name: gbk, url: "$good/gbk", kind: refused}
	  - {name: file, file: a.html, kind: refused}
	END
	watch --config "$dir/watch.yaml"
	[ "$status" -eq 4 ]
	has "hangs could not be read"
	has "not finished within"
	has "large could not be read"
	has "more than 5242880 bytes"
	has "loop could not be read"
	has "more than 3 redirects"
	has "there is no such page (status 404)"
	has "no-table:1:1: a cell of more than 65536 bytes"
	has "authority that is not trusted here"
	has "missing could not be read: "
	has "trusted (Granted): 1 rows, 0 hits"
	has "page (Granted): 1 rows, 1 hits"
	has "gbk (Refused): 1 rows, 0 hits"
	has "file (Refused): 1 rows, 1 hits"
	has "7 of 11 lists could not be read"
	[ "$(sqlite3 "$CALLPERMIT_DB" "SELECT count(*) FROM watched \
		WHERE error IS NOT NULL AND url <> ''")" = 6 ]
	run "$PROG" watch --json --config "$dir/watch.yaml"
	[ "$(sed '/^callpermit:/d' <<<"$output" | jq 'map(select(.error)) |
		length')" = 7 ]
}

@test "a page that fails once keeps what is known of it" {
	site
	cat >"$dir/watch.yaml" <<-END
	lists: [{name: a, url: "$url/listed", kind: granted}]
	END
	page "1|$NAME" >"$dir/http.page"
	watch --config "$dir/watch.yaml"
	mv "$dir/http.page" "$dir/away"
	watch --config "$dir/watch.yaml"
	[ "$status" -eq 4 ]
	has "cannot answer now"
	mv "$dir/away" "$dir/http.page"
	watch --config "$dir/watch.yaml"
	has "1 rows, 1 hits; unchanged"
}

# refused PLACE WORDS: the configuration on standard input is
refused() {
	cat >"$dir/bad.yaml"
	watch --config "$dir/bad.yaml"
	[ "$status" -eq "${3-5}" ]
	has "bad.yaml:$1:"
	has "$2"
}

@test "a wrong configuration is refused with its place" {
	refused 2:21 "no kind of list rumour" <<-END
	lists:
	  - {name: a, kind: rumour, file: x}
	END
	refused 3:12 "is there twice" <<-END
	lists:
	  - {name: a, kind: granted, file: x}
	  - {name: a, kind: granted, file: y}
	END
	refused 2:35 "address" <<-END
	lists:
	  - {name: a, kind: granted, url: "ftp://x/"}
	END
	refused 2 "either url or file" <<-END
	lists:
	  - {name: a, kind: granted}
	END
	refused 2 "either url or file" <<-END
	lists:
	  - {name: a, kind: granted, file: x, url: "http://127.0.0.1/"}
	END
	refused 2 "seconds" <<-END
	lists:
	  - {name: a, kind: granted, url: "http://127.0.0.1/", timeout: 601}
	END
	refused 2 "" <<-END
	lists:
	  - {name: a, kind: granted, file: x, colour: red}
	END
	refused 1 "" <<-END
	lists: []
	END
}

@test "the configuration has its usual place" {
	XDG_CONFIG_HOME=$dir/none watch
	[ "$status" -eq 3 ]
	[[ "$output" == *"$dir/none/callpermit/watch.yaml is not there; write"* ]]
	mkdir -p "$dir/config/callpermit"
	page "1|$NAME" >"$dir/config/callpermit/a.html"
	echo "lists: [{name: a, kind: granted, file: a.html}]" \
		>"$dir/config/callpermit/watch.yaml"
	XDG_CONFIG_HOME=$dir/config watch
	has "a (Granted): 1 rows, 1 hits"
	HOME=$dir XDG_CONFIG_HOME= watch
	[ "$status" -eq 3 ]
	has "$dir/.config/callpermit/watch.yaml"
}

@test "files want a kind, and a kind files" {
	watch a.html
	[ "$status" -eq 2 ]
	watch --kind granted
	[ "$status" -eq 2 ]
	watch --kind rumour a.html
	[ "$status" -eq 3 ]
	has "granted, refused, bad_record"
	watch --kind granted "$dir/nowhere.html"
	[ "$status" -eq 3 ]
	has "1 of 1 lists could not be read"
}
