#!/usr/bin/env bats
# Sound through the engine: hold, reports, a disk that is full or slow.

load engine.bash

setup() {
	engine_setup
	engine_config
}

teardown() {
	engine_teardown
}

@test "who is put on hold hears music, in one stream, and the recording keeps step" {
	engine_start
	station 1001 tone=1000 hear=440 hold=600 resume=2000

	caller tone=440 hear=1000 talk=3500
	cat "$dir/caller" "$dir/st.1001"
	grep -q '^hold 0' "$dir/st.1001"
	grep -q '^resume 0' "$dir/st.1001"
	grep -q '^seams 0$' "$dir/caller"
	# the phone goes on sending its tone: it is not heard while on hold
	heard=$(sed -n 's/^heard-frames //p' "$dir/caller")
	received=$(sed -n 's/^received //p' "$dir/caller")
	[ "$heard" -ge 40 ]
	[ $((received - heard)) -ge 50 ]

	wait_query "SELECT length(sha256) FROM call" 64
	file=$data/$(query 'SELECT recording FROM call')
	# of the seat's side more than a second is silent, and the caller's is whole
	all=$(soxi -D "$file")
	left=$(sounding "$file" 1)
	right=$(sounding "$file" 2)
	echo "$all $left $right"
	[ "$(jq -n "$all - $right > 1 and $right > 1 and $all - $left < 0.4")" = true ]
	engine_stop
}

# sounding FILE CHANNEL: seconds that are not silent
sounding() {
	sox "$1" "$dir/side.wav" remix "$2" silence 1 0.05 1% -1 0.05 1%
	soxi -D "$dir/side.wav"
}

# as_long: the recording is as long as the talk, for a busy machine give or take
as_long() {
	wait_query "SELECT length(sha256) FROM call" 64
	file=$data/$(query 'SELECT recording FROM call')
	talk=$(query 'SELECT end - bridge FROM call')
	all=$(soxi -D "$file")
	echo "$talk ms of talk, $all s of recording"
	[ "$(jq -n "$all * 1000 - $talk | -400 < . and . < 400")" = true ]
}

@test "nobody makes a sound: the recording is as long as the talk" {
	engine_start
	station 1001 mute=60000
	run caller mute=60000 talk=2500
	grep -q '^answered' "$dir/st.1001"
	as_long
	sox "$file" -n stat 2>&1 | grep -E 'Maximum amplitude: +0.000'
	engine_stop
}

@test "one side is silent, or begins late: the other lies where it was said" {
	engine_start
	station 1001 tone=1000
	run caller mute=2000 tone=440 talk=3500
	as_long
	# the caller's sound begins two seconds after he was answered
	begins=$(sox "$file" -t s16 - remix 1 | od -An -v -w2 -td2 |
		awk '$1 > 2000 { print NR / 8; exit }')
	due=$(query 'SELECT answer + 2000 - bridge FROM call')
	echo "begins at $begins ms, due at $due"
	[ "$(jq -n "$begins - $due | -100 < . and . < 500")" = true ]
	# the seat's with the talk
	begins=$(sox "$file" -t s16 - remix 2 | od -An -v -w2 -td2 |
		awk '$1 > 2000 { print NR / 8; exit }')
	[ "$(jq -n "$begins < 500")" = true ]
	engine_stop
}

@test "round trip and losses by the parties' own reports are kept" {
	engine_start
	station 1001
	caller talk=5500
	cat "$dir/caller"
	[ "$(query 'SELECT caller_rtt_us > 0, caller_far_lost, seat_rtt_us > 0,
		seat_far_lost FROM call')" = "1|9|1|9" ]
	engine_stop
}

@test "recordings are 16-bit PCM if asked for, and whole after kill -9" {
	engine_config 'recording: {enabled: true, days: 90, format: pcm}'
	engine_start
	station 1001
	caller tone=440 hear=1000 life=4000 &
	pids="$pids $!"
	part=
	has_part() {
		part=$(find "$data/recordings" -name '*.part' -size +20k 2>/dev/null)
		[ -n "$part" ]
	}
	wait_for has_part
	kill -9 "$engine"
	[ "$(soxi -b "$part")" = 16 ]
	[ "$(soxi -c "$part")" = 2 ]

	engine_start
	[ ! -e "$part" ]
	[ "$(soxi -e "${part%.part}")" = "Signed Integer PCM" ]
	[ "$(jq -n "$(soxi -D "${part%.part}") > 0.5")" = true ]
	run "$TOOLS/sip/tones" "${part%.part}" 440 1000
	echo "$output"
	set -- $output
	[ "$2" -ge 30 ] && [ "$5" -ge 30 ]
	engine_stop
}

@test "sound is sealed only where signalling is: 488 over UDP" {
	engine_start
	offer() {
		cat >"$dir/sdp" <<-END
		v=0
		o=- 1 1 IN IP4 127.0.0.2
		s=-
		c=IN IP4 127.0.0.2
		t=0 0
		m=audio 40000 RTP/$1 8
		a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd
		END
		sed 's/$/\r/' <<-END
		INVITE sip:95012345@127.0.0.1 SIP/2.0
		Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK$1;rport
		From: <sip:13800000001@test>;tag=$1
		To: <sip:95012345@test>
		Call-ID: $1
		CSeq: 1 INVITE
		Contact: <sip:x@127.0.0.2:5060>
		Max-Forwards: 70
		Content-Type: application/sdp
		Content-Length: $(($(wc -c <"$dir/sdp") + 7))

		END
		sed 's/$/\r/' "$dir/sdp"
	}
	offer SAVP >"$dir/sealed"
	offer AVP >"$dir/clear"
	run "$TOOLS/sip/throw" 127.0.0.2:5060 "$sip" "$dir/sealed" "$dir/clear"
	echo "$output"
	[[ "$output" == "sealed 488"*"clear "[12]* ]]
	engine_stop
}
