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

# phone ACCOUNT: baresip with this account, registered
phone() {
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
	: >"$dir/baresip/contacts"
	echo "$1" >"$dir/baresip/accounts"
	baresip -f "$dir/baresip" -4 -t 20 >"$dir/baresip.out" 2>&1 \
		</dev/null 3>&- &
	pids="$pids $!"
	wait_for grep -q '1001 registered' "$dir/log"
}

@test "baresip registers, answers, is heard and is recorded" {
	phone "<sip:1001@$sip>;auth_user=1001;auth_pass=pw1001;answermode=auto;regint=60"

	caller tone=440 hear=1000 talk=5000
	wait_query "SELECT length(sha256) FROM call" 64
	[ "$(query 'SELECT result, seat, codec FROM call')" = "answered|01|PCMA" ]
	run "$TOOLS/sip/tones" "$data/$(query 'SELECT recording FROM call')" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 95 ] && [ "$3" -le 1 ] && [ "$5" -ge 95 ] && [ "$6" -le 1 ]
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
	phone "<sip:${user%%:*}@${code#*@}>;auth_user=${user%%:*};auth_pass=${secret%%@*};answermode=auto;regint=60"
	caller tone=440 talk=1500
	wait_query "SELECT result, seat FROM call" "answered|01"
}
