# A call database of forty made-up calls; for bats files

calls_setup() {
	engine_setup
	engine_config
	engine_start
	engine_stop
	calls_fill
}

# Forty calls, one a minute from 2026-11-22 09:00 in China: every fourth is
# abandoned, seats by turns, the last from a caller with country code
calls_fill() {
	sqlite3 "$data/calls.db" "WITH n(i) AS (SELECT 1 UNION ALL
		SELECT i + 1 FROM n WHERE i < 40)
		INSERT INTO call(id, call_id, caller, called, tenant, trunk,
			queue, seat, start, answer, queued, bridge, end,
			wait_ms, talk_ms, result, hung_up, status, reason,
			codec, caller_received, caller_sent, caller_lost,
			caller_jitter_us, seat_received, seat_sent, seat_lost,
			seat_jitter_us, recording, sha256, recording_bytes)
		SELECT i, 'c' || i,
			iif(i = 40, '+86', '') || '138000000' || printf('%02d', i % 20),
			'9501234' || (i % 2), 'water', 'carrier-a', 'service',
			iif(i % 4, printf('%02d', 1 + i % 2), ''),
			1795309140000 + i * 60000, 0, 0, 0,
			1795309140000 + i * 60000 + i * 1000, 0,
			iif(i % 4, i * 1000, 0),
			iif(i % 4, 'answered', 'abandoned'), 'caller', 200, '',
			'PCMA', 0, 0, 0, 0, 0, 0, 0, 0, '',
			iif(i % 4, 'aa', ''), 0 FROM n;
		INSERT INTO breach(at, seat, address, number, reason, status,
			attempts) VALUES(1795309200000, '01', 'udp:127.0.0.1:9',
			'13900001234', 'outbound', 403, 3)"
}

ok() {
	run "$PROG" --lang en "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

# fails CODE WORD...: exits with a code, and a sentence
fails() {
	code=$1
	shift
	run "$PROG" --lang en "$@"
	echo "$*: $status $output"
	[ "$status" -eq "$code" ]
	[ -n "$output" ]
}
