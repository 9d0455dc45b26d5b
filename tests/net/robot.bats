#!/usr/bin/env bats
# Robots of office chats, played by a server that checks the signature with
# another program (openssl) and answers as the services do.

load net.bash

setup() {
	net_setup
	umask 077
	serve http http_server.py
	url=http://127.0.0.1:$port
	printf 'SEC示例0123456789\n' >"$dir/secret"
}

teardown() {
	net_teardown
}

saw() {
	tail -1 "$dir/http.log" | jq -r "$1"
}

# address PATH: the address of the robot goes to a file
address() {
	printf '%s\n' "$url/$1" >"$dir/url"
}

mac() { # of standard input with a key: base64
	openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf %s "$1" |
		od -An -tx1 | tr -d ' \n')" -binary | base64
}

@test "WeCom: a text, unsigned" {
	address "post?key=HUNTER2"
	ok robot wecom $'案卷 2026-0001：补正期限 "3 天"\n北京远声' \
		--url-file "$dir/url"
	[ -z "$output" ]
	[ "$(saw .path)" = "/post?key=HUNTER2" ]
	[ "$(saw '.body | fromjson | .msgtype')" = text ]
	[ "$(saw '.body | fromjson | .text.content')" = \
		$'案卷 2026-0001：补正期限 "3 天"\n北京远声' ]
	[ "$(saw '.body | fromjson | keys | join(" ")')" = "msgtype text" ]
	fails EINVAL "does not sign" robot wecom text --url-file "$dir/url" \
		--secret-file "$dir/secret"
}

@test "DingTalk: signed in its address" {
	address "post?access_token=HUNTER2"
	before=$(date +%s%3N)
	ok robot dingtalk 你好 --url-file "$dir/url" --secret-file "$dir/secret"
	query=$(saw .path)
	[[ "$query" == "/post?access_token=HUNTER2&timestamp="* ]]
	at=${query#*timestamp=}
	at=${at%%&*}
	[ "$at" -ge "$before" ] && [ "$at" -le "$(date +%s%3N)" ]
	want=$(printf '%s\nSEC示例0123456789' "$at" | mac SEC示例0123456789 |
		jq -sRr 'rtrimstr("\n") | @uri')
	[ "${query#*sign=}" = "$want" ]
	[ "$(saw '.body | fromjson | .msgtype + " " + .text.content')" = \
		"text 你好" ]
	ok robot dingtalk 你好 --url-file "$dir/url"
	[ "$(saw .path)" = "/post?access_token=HUNTER2" ]
}

@test "Feishu: signed in its message, the other way round" {
	address "robot-200-%7B%22code%22:0,%22msg%22:%22success%22%7D"
	before=$(date +%s)
	ok robot feishu 你好 --url-file "$dir/url" --secret-file "$dir/secret"
	at=$(saw '.body | fromjson | .timestamp')
	[ "$at" -ge "$before" ] && [ "$at" -le "$(date +%s)" ]
	want=$(printf '' | mac "$at"$'\n'SEC示例0123456789)
	[ "$(saw '.body | fromjson | .sign')" = "$want" ]
	[ "$(saw '.body | fromjson | .msg_type + " " + .content.text')" = \
		"text 你好" ]
	[[ "$(saw .path)" != *sign* ]]
}

@test "what a service answers is told, and whether to try again" {
	address "robot-200-%7B%22errcode%22:45009,%22errmsg%22:%22api%20freq%20out%20of%20limit%22%7D"
	fails EBUSY "企业微信: does not post the text (45009 api freq out of limit)" \
		robot wecom x --url-file "$dir/url"
	address "robot-200-%7B%22errcode%22:310000,%22errmsg%22:%22sign%20not%20match%22%7D"
	fails EPERM "钉钉: does not post the text (310000 sign not match)" \
		robot dingtalk x --url-file "$dir/url"
	address "robot-400-%7B%22code%22:9499,%22msg%22:%22Bad%20Request%22%7D"
	fails EPROTO "飞书: does not post the text (9499 Bad Request)" \
		robot feishu x --url-file "$dir/url"
	address "robot-503-busy"
	fails EBUSY "status 503" robot feishu x --url-file "$dir/url"
	address "robot-200-%3Chtml%3E"
	fails EPROTO "does not say whether" robot feishu x --url-file "$dir/url"
	address post-redirect
	fails EPROTO "status 307" robot wecom x --url-file "$dir/url"
	[ "$(grep -c . "$dir/http.log")" -eq 6 ]
}

@test "the key is in no message" {
	for a in "robot-404-x?key=HUNTER2" "robot-500-x?key=HUNTER2"; do
		address "$a"
		run timeout 20 "$NET" robot wecom x --url-file "$dir/url"
		[ "$status" -eq 1 ]
		hasnt HUNTER2
	done
	echo "http://192.0.2.1/?key=HUNTER2" >"$dir/url"
	fails EINVAL "begins with https://" robot wecom x --url-file "$dir/url"
	hasnt HUNTER2
	echo "ftp://HUNTER2" >"$dir/url"
	fails EINVAL "begins with https:// or http://" robot wecom x \
		--url-file "$dir/url"
	hasnt HUNTER2
	chmod 640 "$dir/url"
	fails EPERM "chmod 600" robot wecom x --url-file "$dir/url"
	KEY="https://HUNTER2@example.cn/" fails EINVAL "企业微信" robot wecom x \
		--url-env KEY
	hasnt HUNTER2
}

@test "a robot that nobody knows, and texts that are not posted" {
	address post
	fails ENOENT "those known are: wecom, dingtalk, feishu" robot slack x \
		--url-file "$dir/url"
	fails EINVAL "no text" robot wecom "" --url-file "$dir/url"
	fails EINVAL "more than 2048 bytes" robot wecom "$(printf %02049d 0)" \
		--url-file "$dir/url"
	fails EINVAL "not UTF-8" robot wecom $'\xff' --url-file "$dir/url"
	fails EINVAL "control characters" robot wecom $'a\x1bb' \
		--url-file "$dir/url"
	fails EINVAL "name either" robot wecom x
	[ ! -e "$dir/http.log" ]
	ok robot wecom "$(printf %02048d 0)" --url-file "$dir/url"
}
