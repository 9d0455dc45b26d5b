#!/usr/bin/env bats
# Letters by SMTP, to a server that nobody here wrote and to some that misbehave.

load net.bash

setup() {
	net_setup
	umask 077
	printf '密码 hunter2\n' >"$dir/password"
}

teardown() {
	net_teardown
}

# smtp MODE: starts one; letters go to it with: letter SUBJECT TEXT ARGS...
smtp() {
	make_ca
	serve smtp smtp_server.py "$1" "$dir/good.pem" "$dir/good.key"
}

bad() {
	serve smtp smtp_server.py "$1"
}

login() {
	echo --user 示例@example.cn --password-file "$dir/password" \
		--ca "$dir/ca.pem"
}

party() {
	echo --from tixing@example.cn --to a@example.cn
}

saw() {
	tail -1 "$dir/smtp.log" | jq -r "$1"
}

header() {
	saw ".headers[] | select(.[0] == \"$1\") | .[1]"
}

@test "a letter goes over STARTTLS with user and password" {
	smtp starttls
	CALLPERMIT_NOW=2026-03-02T09:00 ok mail localhost "$port" \
		"案卷 2026-0001：补正期限 3 天后届满，请尽快处理并回复北京远声示例科技有限公司的联系人" \
		$'第一行\n第二行\r\n.\n..\nFrom here\n' $(login) \
		--from tixing@example.cn --from-name 许可提醒 \
		--to a@example.cn --to b@example.cn --id 2026-0001.D-03
	[ "$(saw .tls)" = true ]
	[ "$(saw .user)" = 示例@example.cn ]
	[ "$(saw .mail_from)" = tixing@example.cn ]
	[ "$(saw '.rcpt_tos | join(" ")')" = "a@example.cn b@example.cn" ]
	[ "$(header Subject)" = "案卷 2026-0001：补正期限 3 天后届满，请尽快处理并回复北京远声示例科技有限公司的联系人" ]
	[ "$(header From)" = "许可提醒 <tixing@example.cn>" ]
	[ "$(header To)" = "a@example.cn, b@example.cn" ]
	[ "$(header Date)" = "Mon, 02 Mar 2026 09:00:00 +0800" ]
	[ "$(header Message-ID)" = "<2026-0001.D-03@example.cn>" ]
	[ "$(header Auto-Submitted)" = auto-generated ]
	[ "$(saw '.type + " " + .charset + " " + .encoding')" = \
		"text/plain utf-8 base64" ]
	[ "$(saw .text)" = $'第一行\r\n第二行\r\n.\r\n..\r\nFrom here\r' ]
	[ "$(saw .ascii)" = true ]
	[ "$(saw .longest)" -le 81 ] # the boundary, by libcurl
	# no line with an encoded word is longer than 76 (RFC 2047, 2)
	[ "$(saw .raw | grep -c '=?UTF-8?B?')" -ge 3 ]
	[ "$(saw .raw | grep -c '^.\{77,\}?=')" -eq 0 ]
}

@test "a letter goes over TLS from the first byte, password by environment" {
	smtp tls
	SMTP_PASSWORD="密码 hunter2" ok mail localhost "$port" hello text \
		--tls tls --user 示例@example.cn --password-env SMTP_PASSWORD \
		--ca "$dir/ca.pem" $(party)
	[ "$(saw .tls)" = true ]
	[ "$(saw .text)" = text ]
	[ "$(header Subject)" = hello ]
	[[ "$(header Message-ID)" =~ ^"<"[0-9a-f]{32}"@example.cn>"$ ]]
}

@test "without TLS letters go to this machine itself only" {
	smtp plain
	ok mail 127.0.0.1 "$port" hello text --tls plain $(party)
	[ "$(saw .tls)" = false ]
	fails EINVAL "to this machine itself only" mail 127.evil.example 25 \
		hello text --tls plain $(party)
	fails EINVAL "to this machine itself only" mail 192.0.2.1 25 hello \
		text --tls plain $(party)
}

@test "a large letter arrives whole" {
	smtp plain
	head -c 190000 /dev/urandom | base64 -w 100 >"$dir/text"
	ok mail 127.0.0.1 "$port" "长信" "@$dir/text" --tls plain $(party)
	saw .text | tr -d '\r' | head -n -1 | cmp - "$dir/text"
	base64 -w 100 </dev/zero | head -c 262145 >"$dir/text"
	fails EINVAL "more than 262144 bytes" mail 127.0.0.1 "$port" s \
		"@$dir/text" --tls plain $(party)
}

@test "a wrong password, user or none" {
	smtp starttls
	echo wrong >"$dir/wrong"
	fails EPERM "user name or password is refused" mail localhost "$port" \
		s t --user 示例@example.cn --password-file "$dir/wrong" \
		--ca "$dir/ca.pem" $(party)
	fails EPROTO "does not take the letter (530" mail localhost "$port" s t \
		--ca "$dir/ca.pem" $(party)
	[ ! -e "$dir/smtp.log" ]
}

@test "a password file that others may read is not used" {
	smtp starttls
	chmod 644 "$dir/password"
	fails EPERM "chmod 600" mail localhost "$port" s t $(login) $(party)
	fails ENOENT "password of localhost: there is no environment" mail \
		localhost "$port" s t --user u --password-env NO_SUCH $(party)
	fails EINVAL "name either" mail localhost "$port" s t --user u $(party)
	[ ! -e "$dir/smtp.log" ]
}

@test "one refused recipient, and nobody gets it" {
	smtp plain
	fails EPROTO "does not take the letter (550 5.1.1 nobody@example.cn" \
		mail 127.0.0.1 "$port" s t --tls plain $(party) \
		--to nobody@example.cn
	fails EBUSY "cannot take the letter now (451 4.7.1 greylisted" \
		mail 127.0.0.1 "$port" s t --tls plain $(party) \
		--to later@example.cn
	[ ! -e "$dir/smtp.log" ]
}

@test "a letter refused after its text was sent" {
	smtp plain
	fails EBUSY "cannot take the letter now (452" \
		mail 127.0.0.1 "$port" full t --tls plain $(party)
	fails EPROTO "does not take the letter (554" \
		mail 127.0.0.1 "$port" spam t --tls plain $(party)
	[ ! -e "$dir/smtp.log" ]
}

@test "nothing is smuggled into headers or commands" {
	smtp plain
	evil=$'x\r\nBcc: evil@example.cn'
	fails EINVAL "control character" mail 127.0.0.1 "$port" "$evil" t \
		--tls plain $(party)
	fails EINVAL "control character" mail 127.0.0.1 "$port" $'a\nb' t \
		--tls plain $(party)
	fails EINVAL "control character" mail 127.0.0.1 "$port" s t \
		--tls plain $(party) --from-name "$evil"
	fails EINVAL "Message-ID" mail 127.0.0.1 "$port" s t --tls plain \
		$(party) --id "$evil"
	for address in "$evil" $'a@example.cn\r\nDATA' "a@example.cn>" \
		"a b@example.cn" "a@example.cn,b@example.cn" "" "@example.cn" \
		"a@" "a@b@c" $'a@example.cn\n' "示例@example.cn" \
		"\"a b\"@example.cn" "a..b@example.cn" "<a@example.cn>" \
		"-a@example.cn" "a@-example.cn" "a@exa mple.cn"; do
		fails EINVAL "not an address" mail 127.0.0.1 "$port" s t \
			--tls plain --from tixing@example.cn --to "$address"
		fails EINVAL "not an address" mail 127.0.0.1 "$port" s t \
			--tls plain --from "$address" --to a@example.cn
	done
	fails EINVAL "control character" mail 127.0.0.1 "$port" s t \
		--tls plain $(party) --user $'u\r\nDATA' \
		--password-file "$dir/password"
	fails EINVAL "mail server" mail $'127.0.0.1\r\nDATA' "$port" s t \
		--tls plain $(party)
	fails EINVAL "mail server" mail "127.0.0.1/x" "$port" s t --tls plain \
		$(party)
	fails EINVAL "port" mail 127.0.0.1 0 s t --tls plain $(party)
	[ ! -e "$dir/smtp.log" ]
	# a subject that looks encoded, and a name that looks like an address,
	# are shown as they were written
	ok mail 127.0.0.1 "$port" "=?UTF-8?B?AAAA?=" t --tls plain $(party) \
		--from-name 'boss <boss@example.cn>, "x\'
	[ "$(saw .mail_from)" = tixing@example.cn ]
	grep -q "PT9VVEYtOD9CP0FBQUE/PQ==" "$dir/smtp.log"
	[ "$(header From)" = '"boss <boss@example.cn>, \"x\\" <tixing@example.cn>' ]
}

@test "a letter without recipients, with too many, or too large" {
	smtp plain
	fails EINVAL "1 to 50 recipients" mail 127.0.0.1 "$port" s t \
		--tls plain --from a@example.cn
	many=$(for i in $(seq 51); do echo "--to a$i@example.cn"; done)
	fails EINVAL "1 to 50 recipients" mail 127.0.0.1 "$port" s t \
		--tls plain --from a@example.cn $many
	fails EINVAL "more than 500 bytes" mail 127.0.0.1 "$port" \
		"$(printf %0501d 0)" t --tls plain $(party)
	fails EINVAL "not UTF-8" mail 127.0.0.1 "$port" s $'\xff' --tls plain \
		$(party)
	ok mail 127.0.0.1 "$port" s t --tls plain --from a@example.cn \
		$(for i in $(seq 50); do echo "--to a$i@example.cn"; done)
	[ "$(saw '.rcpt_tos | length')" = 50 ]
	[ "$(saw .longest)" -le 81 ]
}

@test "a server that offers no TLS gets neither password nor letter" {
	make_ca
	bad no-tls
	fails EPERM "offers no TLS" mail localhost "$port" s t $(login) $(party)
	run grep -c . "$dir/smtp.log"
	[ "$output" -le 2 ]
	run grep -E "AUTH|MAIL|hunter2" "$dir/smtp.log"
	[ "$status" -eq 1 ]
}

@test "text slipped in behind STARTTLS is not believed" {
	make_ca
	bad inject
	run timeout 20 "$NET" mail localhost "$port" s t $(login) $(party)
	echo "$output"
	[ "$status" -eq 1 ]
	[[ "$output" == E* ]]
}

@test "a certificate of nobody trusted, or of another host" {
	smtp starttls
	fails EPERM "authority that is not trusted here" mail localhost "$port" \
		s t --user u --password-file "$dir/password" $(party)
	make_cert other DNS:other.example
	serve other smtp_server.py starttls "$dir/other.pem" "$dir/other.key"
	fails EPERM "certificate is for another host" mail localhost "$port" \
		s t $(login) $(party)
	make_cert old DNS:localhost -startdate 20240101000000Z \
		-enddate 20240201000000Z
	serve old smtp_server.py tls "$dir/old.pem" "$dir/old.key"
	fails EPERM "certificate has expired" mail localhost "$port" \
		s t $(login) $(party) --tls tls
}

@test "a server that hangs is left after the time given" {
	start=$(date +%s)
	bad mute
	fails EBUSY "not finished within" mail 127.0.0.1 "$port" s t \
		--tls plain $(party) --ms 500
	serve hang smtp_server.py hang-in-data
	fails EBUSY "not finished within" mail 127.0.0.1 "$port" s t \
		--tls plain $(party) --ms 500
	grep -q whole "$dir/hang.log"
	# a letter that was taken is sent, even if the goodbye is not answered
	serve quit smtp_server.py hang-in-quit
	ok mail 127.0.0.1 "$port" s t --tls plain $(party) --ms 2000
	[ $(($(date +%s) - start)) -lt 15 ]
}

@test "a server that closes, floods, is busy or speaks another language" {
	bad close-in-data
	fails EBUSY "" mail 127.0.0.1 "$port" s t --tls plain $(party)
	for mode in endless-reply endless-line; do
		serve $mode smtp_server.py $mode
		run timeout 20 "$NET" mail 127.0.0.1 "$port" s t --tls plain \
			$(party) --ms 3000
		echo "$output"
		[ "$status" -eq 1 ]
	done
	serve busy smtp_server.py busy
	fails EBUSY "421 4.3.2 too many" mail 127.0.0.1 "$port" s t \
		--tls plain $(party)
	serve garbage smtp_server.py garbage
	fails EBUSY "broke off" mail 127.0.0.1 "$port" s t --tls plain \
		$(party)
	fails EBUSY "no connection" mail 127.0.0.1 1 s t --tls plain $(party)
}

@test "words of a server are made harmless" {
	bad evil-reply
	fails EPROTO "does not take the letter (554 ?[2J?]0;evil? no)" \
		mail 127.0.0.1 "$port" s t --tls plain $(party)
}

@test "no message, log or command line shows the password" {
	make_ca
	serve starttls smtp_server.py starttls "$dir/good.pem" "$dir/good.key"
	printf 'hunter3\n' >"$dir/password"
	run timeout 20 "$NET" mail localhost "$port" s t $(login) $(party)
	[ "$status" -eq 1 ]
	hasnt hunter3
}
