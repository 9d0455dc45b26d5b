#!/usr/bin/env bats
# Reminders by mail and office chats, to real servers: sent once, and not lost.

load net.bash

setup() {
	net_setup
	umask 077
	export CALLPERMIT_DB=$dir/dossiers.db
	export CALLPERMIT_NOW=2026-11-22T10:00
	export XDG_CONFIG_HOME=$dir/config
	unset LC_ALL LC_MESSAGES LANGUAGE
	export LANG=en_US.UTF-8
	mkdir -p "$dir/config/callpermit"
	conf=$dir/config/callpermit/notify.yaml
	sample=$BATS_TEST_DIRNAME/../../data/sample/complete.yaml
	"$PROG" import "$sample" >"$dir/import"
	# within 7 days: this task, and the commitments on 2026-11-28
	"$PROG" set 2026-0001 "task[1].title=致电示例联系人甲" \
		"task[1].owner=示例负责人乙" "task[1].due=2026-11-25" >"$dir/set"
}

teardown() {
	net_teardown
}

permit() {
	run timeout 60 "$PROG" "$@"
	echo "($status) $output"
}

# mail_conf PORT: one channel over STARTTLS with a password
mail_conf() {
	printf '密码 hunter2\n' >"$dir/config/callpermit/password"
	cat >"$conf" <<-END
	days_before: [7, 1, 0]
	mail:
	  - name: office
	    host: localhost
	    port: $1
	    user: 示例@example.cn
	    password_file: password
	    from: tixing@example.cn
	    from_name: 许可提醒
	    to: [a@example.cn, b@example.cn]
	    ca_file: $dir/ca.pem
	END
}

robot_conf() {
	printf '%s\n' "http://127.0.0.1:$1/post?access_token=HUNTER2" \
		>"$dir/config/callpermit/url"
	printf 'SEC示例0123456789\n' >"$dir/config/callpermit/secret"
	cat >"$conf" <<-END
	within: 7
	robots:
	  - name: group
	    robot: dingtalk
	    url_file: url
	    secret_file: secret
	END
}

letters() {
	cat "$dir/smtp.log" 2>/dev/null | wc -l
}

saw() {
	tail -1 "$dir/$1.log" | jq -r "$2"
}

@test "a letter goes over STARTTLS with user and password, once" {
	make_ca
	serve smtp smtp_server.py starttls "$dir/good.pem" "$dir/good.key"
	mail_conf "$port"
	permit notify
	[ "$status" -eq 0 ]
	has "office: 2 reminders sent"
	[ "$(letters)" -eq 1 ]
	[ "$(saw smtp .tls)" = true ]
	[ "$(saw smtp .user)" = 示例@example.cn ]
	[ "$(saw smtp '.rcpt_tos | join(" ")')" = "a@example.cn b@example.cn" ]
	text=$(saw smtp .text)
	[[ "$text" == *"2026-11-25 (in 3 days)  2026-0001  陕西云岭示例呼叫服务有限公司  task 1  [consultancy]"* ]]
	[[ "$text" == *"2026-11-28 (in 6 days)  2026-0001"*"[applicant]"* ]]
	# what people typed stays here
	[[ "$(cat "$dir/smtp.log")" != *联系人甲* ]]
	[[ "$(cat "$dir/smtp.log")" != *负责人乙* ]]
	permit notify
	[ "$status" -eq 0 ]
	has "office: nothing to send"
	[ "$(letters)" -eq 1 ]
}

@test "nearer and late deadlines are reminded of again, each once" {
	serve smtp smtp_server.py plain
	mail_conf "$port"
	sed -i '/user:/d; /password/d; s/ca_file:.*/tls: plain/' "$conf"
	for t in 22 23 24 24 25 25 26; do
		CALLPERMIT_NOW=2026-11-${t}T10:00 permit --json notify
		[ "$status" -eq 0 ]
		echo "$output" | jq -r '"\(.[0].outcome) \(.[0].reminders)"' \
			>>"$dir/story"
	done
	echo "$(cat "$dir/story")"
	[ "$(paste -sd, "$dir/story")" = "sent 2,nothing 0,sent 1,nothing 0,sent 1,nothing 0,sent 1" ]
	[[ "$(saw smtp .text)" == *"late since 1 days"* ]]
	[ "$(letters)" -eq 4 ]
}

@test "what moves to another day is a new deadline, what is done is none" {
	serve smtp smtp_server.py plain
	mail_conf "$port"
	sed -i '/user:/d; /password/d; s/ca_file:.*/tls: plain/' "$conf"
	permit notify
	"$PROG" set 2026-0001 "task[1].due=2026-11-26" >"$dir/set"
	permit notify
	has "1 reminders sent"
	[[ "$(saw smtp .text)" == *"2026-11-26"*"task 1"* ]]
	"$PROG" set 2026-0001 "task[1].done=2026-11-22" >"$dir/set"
	CALLPERMIT_NOW=2026-11-25T10:00 permit notify
	has "nothing to send"
}

@test "a robot posts what is due, signed, once" {
	serve http http_server.py
	robot_conf "$port"
	permit notify
	[ "$status" -eq 0 ]
	has "group: 2 reminders sent"
	[[ "$(saw http .path)" == "/post?access_token=HUNTER2&timestamp="*"&sign="* ]]
	[[ "$(saw http '.body | fromjson | .text.content')" == *"2026-11-25"*"task 1"* ]]
	permit notify
	has "nothing to send"
	[ "$(wc -l <"$dir/http.log")" -eq 1 ]
}

@test "a server that is away: due says so, a later run sends" {
	make_ca
	mail_conf 1
	permit due
	hasnt "not sent"
	permit notify
	[ "$status" -eq 1 ]
	has "! office: 2 reminders not sent, next attempt 2026-11-22 10:05:00: localhost: no connection"
	permit due
	[ "$status" -eq 1 ]
	has "! 2 reminders not sent by office since 2026-11-22 10:00:00: localhost: no connection"
	permit --json due
	[ "$(echo "$output" | jq -c '.[] | select(.channel) |
		[.channel, .unsent, .since]')" = \
		'["office",2,"2026-11-22 10:00:00"]' ]

	serve smtp smtp_server.py starttls "$dir/good.pem" "$dir/good.key"
	mail_conf "$port"
	CALLPERMIT_NOW=2026-11-22T10:04 permit notify
	[ "$status" -eq 0 ]
	has "wait until 2026-11-22 10:05:00"
	[ "$(letters)" -eq 0 ]
	CALLPERMIT_NOW=2026-11-22T10:05 permit notify
	[ "$status" -eq 0 ]
	has "office: 2 reminders sent"
	[ "$(letters)" -eq 1 ]
	permit due
	[ "$status" -eq 0 ]
	hasnt "not sent"
}

@test "attempts back off, --retry does not wait" {
	mail_conf 1
	for t in 10:00=10:05 10:05=10:20 10:20=11:20 11:20=15:20; do
		CALLPERMIT_NOW=2026-11-22T${t%=*} permit notify
		[ "$status" -eq 1 ]
		has "next attempt 2026-11-22 ${t#*=}:00"
	done
	CALLPERMIT_NOW=2026-11-22T15:20 permit notify
	has "next attempt 2026-11-23 15:20:00"
	CALLPERMIT_NOW=2026-11-22T15:21 permit notify --retry
	[ "$status" -eq 1 ]
	has "next attempt 2026-11-23 15:21:00"
	CALLPERMIT_NOW=2026-11-22T15:22 permit due
	has "since 2026-11-22 10:00:00"
}

@test "a clock that was years ahead once does not hold reminders up" {
	mail_conf 1
	CALLPERMIT_NOW=2031-01-01T10:00 permit notify
	has "next attempt 2031-01-01 10:05:00"
	permit notify
	[ "$status" -eq 1 ]
	has "next attempt 2026-11-22 10:15:00"
	permit due
	has "since 2026-11-22 10:00:00"
}

@test "a refusal is tried again on the next day; others are not held up" {
	make_ca
	serve smtp smtp_server.py starttls "$dir/good.pem" "$dir/good.key"
	mail_conf "$port"
	smtp=$port
	printf 'wrong\n' >"$dir/config/callpermit/password"
	serve http http_server.py
	printf 'http://127.0.0.1:%s/post\n' "$port" >"$dir/config/callpermit/url"
	cat >>"$conf" <<-END
	robots:
	  - {name: group, robot: wecom, url_file: url}
	END
	permit notify
	[ "$status" -eq 1 ]
	has "! office: 2 reminders not sent, next attempt 2026-11-23 10:00:00"
	has "group: 2 reminders sent"
	hasnt wrong
	printf '密码 hunter2\n' >"$dir/config/callpermit/password"
	CALLPERMIT_NOW=2026-11-23T10:00 permit notify
	[ "$status" -eq 0 ]
	has "office: 2 reminders sent"
	has "group: nothing to send"
}

@test "a channel that is taken out is no failure any more" {
	mail_conf 1
	permit notify
	serve http http_server.py
	robot_conf "$port"
	permit notify
	[ "$status" -eq 0 ]
	permit due
	hasnt "not sent"
}

@test "two runs at once send once" {
	serve smtp smtp_server.py plain
	mail_conf "$port"
	sed -i '/user:/d; /password/d; s/ca_file:.*/tls: plain/' "$conf"
	"$PROG" due >"$dir/due"
	runs=
	for i in 1 2 3 4 5 6; do
		"$PROG" notify >"$dir/run.$i" 2>&1 3>&- &
		runs="$runs $!"
	done
	for p in $runs; do
		wait "$p"
	done
	cat "$dir"/run.*
	[ "$(letters)" -eq 1 ]
	[ "$(cat "$dir"/run.* | grep -c "reminders sent")" -eq 1 ]
}

@test "a run that was killed while sending: the next one waits, then sends" {
	serve smtp smtp_server.py mute
	mail_conf "$port"
	sed -i '/user:/d; /password/d; s/ca_file:.*/tls: plain/' "$conf"
	"$PROG" notify >"$dir/run" 2>&1 3>&- &
	victim=$!
	for _ in $(seq 300); do
		[ "$(sqlite3 "$CALLPERMIT_DB" "SELECT count(*) FROM
			reminder_channel WHERE claimed > 0")" = 1 ] && break
		sleep 0.1
	done
	kill -9 "$victim"
	wait "$victim" || true
	serve smtp2 smtp_server.py plain
	sed -i "s/port:.*/port: $port/" "$conf"
	permit notify
	has "another run is sending"
	CALLPERMIT_NOW=2026-11-22T10:11 permit notify
	[ "$status" -eq 0 ]
	has "2 reminders sent"
	[ "$(wc -l <"$dir/smtp2.log")" -eq 1 ]
}

@test "a dry run says what would go to whom, sends and writes nothing" {
	serve smtp smtp_server.py plain
	mail_conf "$port"
	sed -i '/user:/d; /password/d; s/ca_file:.*/tls: plain/' "$conf"
	permit notify --dry-run
	[ "$status" -eq 0 ]
	has "office (mail): 2 reminders would be sent"
	has "a@example.cn"
	has "task 1"
	hasnt 联系人甲
	permit notify --dry-run --json
	[ "$(echo "$output" | jq -c '.[0] | [.channel, .outcome, .reminders,
		.to]')" = '["office","would",2,["a@example.cn","b@example.cn"]]' ]
	[ "$(letters)" -eq 0 ]
	[ "$(sqlite3 "$CALLPERMIT_DB" "SELECT (SELECT count(*) FROM reminder) +
		(SELECT count(*) FROM reminder_channel)")" = 0 ]
}

@test "a chat's text is limited: the rest follows with the next run" {
	serve http http_server.py
	robot_conf "$port"
	sed -i 's/dingtalk/wecom/; /secret/d' "$conf"
	args=
	for i in $(seq 2 60); do
		args="$args task[$i].title=示例 task[$i].due=2026-11-26"
	done
	"$PROG" set 2026-0001 $args >"$dir/set"
	kill $pids
	wait $pids || true
	permit --json notify
	[ "$(echo "$output" | jq -c '.[0] | [.outcome, .reminders, .left]')" = \
		'["failed",61,0]' ]
	serve http2 http_server.py
	printf 'http://127.0.0.1:%s/post\n' "$port" >"$dir/config/callpermit/url"
	export CALLPERMIT_NOW=2026-11-22T10:05
	sum=0
	for _ in $(seq 20); do
		permit --json notify
		[ "$status" -eq 0 ]
		n=$(echo "$output" | jq '.[0].reminders')
		[ "$n" -gt 0 ] || break
		sum=$((sum + n))
	done
	[ "$sum" -eq 61 ]
	jq -r '.body | fromjson | .text.content' "$dir/http2.log" >"$dir/texts"
	[ "$(grep -o 'task [0-9]* ' "$dir/texts" | sort -u | wc -l)" -eq 60 ]
	[ "$(grep -c 'task [0-9]* ' "$dir/texts")" -eq 60 ]
	grep "more follow with the next message" "$dir/texts"
}

@test "nothing is configured: nothing is sent, and where to write it" {
	permit notify
	[ "$status" -eq 3 ]
	has "nothing is sent: $conf is not there"
}

# refused PLACE WORDS
refused() {
	permit notify
	[ "$status" -eq 5 ]
	has "$conf:$1: "
	has "$2"
}

@test "a wrong configuration is refused with its place" {
	mail_conf 25
	sed -i 's/port:.*/port: 70000/' "$conf"
	refused 5:11 "70000 is no port"
	mail_conf 25
	sed -i 's/b@example.cn/b@@example.cn/' "$conf"
	refused 10:24 "b@@example.cn"
	mail_conf 25
	sed -i 's/days_before/days/' "$conf"
	refused 1:1 ""
	mail_conf 25
	sed -i '1s/.*/days_before: [7, 4000]/' "$conf"
	refused 1:18 "4000 is no number of days"
	mail_conf 25
	echo "within: 3" >>"$conf"
	refused 12:9 "either days_before or within"
	mail_conf 25
	sed -i '/user:/d' "$conf"
	refused 3:5 "a user needs"
	mail_conf 25
	sed -i 's/name: office/password: hunter2/' "$conf"
	refused 3:5 ""
	hasnt hunter2
	mail_conf 25
	sed -i 's/from_name:.*/from_name: "a\\r\\nBcc: x@example.cn"/' "$conf"
	refused 3:5 ""
	robot_conf 80
	sed -i 's/dingtalk/slack/' "$conf"
	refused 4:12 "slack"
	robot_conf 80
	sed -i 's/url_file: url/ca_file: x/' "$conf"
	refused 3:5 "url_file or url_env"
	robot_conf 80
	echo "  - {name: group, robot: wecom, url_env: U}" >>"$conf"
	refused 7:12 '"group" is there twice'
	echo "within: 3" >"$conf"
	refused 1:1 "no channel"
}

@test "a password that others may read is not used" {
	make_ca
	serve smtp smtp_server.py starttls "$dir/good.pem" "$dir/good.key"
	mail_conf "$port"
	chmod 644 "$dir/config/callpermit/password"
	permit notify
	[ "$status" -eq 1 ]
	has "! office: 2 reminders not sent"
	has "$dir/config/callpermit/password"
	hasnt hunter2
	[ "$(letters)" -eq 0 ]
}
