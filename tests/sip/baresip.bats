#!/usr/bin/env bats
# baresip as a station: a telephone that nobody here wrote.

load engine.bash

setup() {
	command -v baresip >/dev/null || skip "baresip is not installed"
	modules=$(ls -d /usr/lib/baresip/modules /usr/lib/*/baresip/modules \
		2>/dev/null | head -1)
	[ -n "$modules" ] || skip "baresip has no modules here"
	# it refuses a machine that has no address but loopback
	[ -n "$(hostname -I | tr -d ' \n')" ] || skip "no network but loopback"
	engine_setup
	engine_config
	engine_start
}

teardown() {
	[ -z "${dir:-}" ] || engine_teardown
}

# telephone ADDRESS PARAMETERS [LINE...]: baresip registers as 1001
telephone() {
	at=$1 account=$2
	shift 2
	mkdir "$dir/baresip"
	cat >"$dir/baresip/config" <<-END
	module_path $modules
	module g711.so
	module ausine.so
	module aubridge.so
	module_tmp uuid.so
	module_tmp account.so
	module_app menu.so
	sip_listen 127.0.0.1:0
	audio_source ausine,1000
	ausrc_srate 48000
	ausrc_channels 2
	audio_player aubridge,nil
	audio_alert aubridge,nil
	rtp_ports 34000-34100
	END
	printf '%s\n' "$@" >>"$dir/baresip/config"
	: >"$dir/baresip/contacts"
	echo "<sip:${user:-1001}@$at>;auth_user=${user:-1001};auth_pass=${secret:-pw1001};answermode=auto;regint=60$account" \
		>"$dir/baresip/accounts"
	baresip -f "$dir/baresip" -4 -t 20 >"$dir/baresip.out" 2>&1 \
		</dev/null 3>&- &
	pids="$pids $!"
	wait_for grep -q '1001 registered' "$dir/log"
}

# both_heard: one call was recorded, and both sides are in it
both_heard() {
	wait_query "SELECT length(sha256) FROM call" 64
	[ "$(query 'SELECT result, seat, codec FROM call')" = "answered|01|PCMA" ]
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 95 ] && [ "$3" -le 1 ] && [ "$5" -ge 95 ] && [ "$6" -le 1 ]
}

@test "baresip registers, answers, is heard and is recorded" {
	telephone "$sip" ""
	caller tone=440 hear=1000 enough=500
	both_heard
	engine_stop
}

@test "baresip over TLS talks through encrypted sound" {
	engine_stop
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj /CN=test -keyout "$dir/key.pem" \
		-out "$dir/cert.pem" 2>/dev/null
	engine_config "listen: {sip: [\"udp:127.0.0.1:0\", \"tls:127.0.0.1:0\"], certificate: $dir/cert.pem, key: $dir/key.pem, rtp: {address: 127.0.0.1, ports: 20000-29999}}" \
		"seats: [{seat: \"01\", user: \"1001\", secret: \"pw1001\", srtp: require, queues: [{queue: service}]}]"
	engine_start
	tls=$(sed -n 's/.*tls:\([^ ]*\).*/\1/p' "$dir/ready")
	telephone "$tls;transport=tls" ";mediaenc=srtp-mand" "module srtp.so"
	caller tone=440 hear=1000 enough=500
	cat "$dir/baresip.out"
	grep -q 'SRTP\|srtp' "$dir/baresip.out"
	both_heard
	engine_stop
}

@test "a telephone set up from the code on the sheet registers and is rung" {
	"$PROG" station --config "$dir/engine.yaml" --seat 01 --address "$sip" \
		--secrets --sheet "$dir/sheet.pdf"
	pdftoppm -r 100 -png "$dir/sheet.pdf" "$dir/sheet"
	code=$(zbarimg -q --raw "$dir"/sheet-1.png 2>/dev/null)
	[ "$code" = "sip:1001:pw1001@$sip;transport=udp" ]
	user=${code#sip:}
	secret=${user#*:}
	user=${user%%:*} secret=${secret%%@*} telephone "${code#*@}" ""
	caller tone=440 talk=1500
	wait_query "SELECT result, seat FROM call" "answered|01"
}
