#!/bin/bash
# soak.sh SECONDS: days of calls in minutes, good and broken ones of every kind,
# and whether the engine's memory and descriptors stay as they are.
#
# First SQLite's cache is filled (32 MB), with calls that are refused.  Then
# rounds of all kinds; the first third of them is for warming up.  It fails if
# what the process has for itself grows by more than 1 MB and 5 percent from
# then on, if a descriptor is left, or if a call stays open.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
BATS_TEST_DIRNAME=$here
corpus=$here/../fuzz/corpus
. "$here/engine.bash"
. "$here/web.bash"
. "$here/load.bash"

secs=${1:-600}
fill=${SOAK_FILL:-150000}
engine_setup
trap engine_teardown EXIT

anon() {
	awk '/^Anonymous:/ { print $2 }' "/proc/$engine/smaps_rollup"
}

descriptors() {
	ls "/proc/$engine/fd" | wc -l
}

# quiet COMMAND...: whatever it says and returns
quiet() {
	"$@" >/dev/null 2>&1 || true
}

caller_of() {
	"$TOOLS/sip/phone" caller "$sip" 95012345 local=127.0.0.2:0 "$@"
}

a_round() {
	local all=
	for job in \
		"caller_of keys=1 talk=1500" \
		"caller_of keys=1 talk=800 hold=200 resume=500" \
		"caller_of keys=2 talk=1200" \
		"caller_of keys=3pp# talk=4000" \
		"caller_of keys=4pp# talk=4000" \
		"caller_of keys=9 talk=700" \
		"caller_of talk=20" \
		"caller_of cancel=1" \
		"storm sdp 40 $1 to=$sip corpus=$corpus" \
		"storm http 60 $1 to=$http token=$admin" \
		"storm tcp 40 $1 to=$tcp corpus=$corpus" \
		"storm sound 60 $1 ports=20000-20019 corpus=$corpus" \
		"$TOOLS/sip/mutants 127.0.0.2:0 $sip $(($1 * 60)) 60 7" \
		"refusals 300 s$1." \
		"phone_that_dies 1003"; do
		quiet $job &
		all="$all $!"
	done
	wait $all
}

storm() {
	python3 "$here/storm.py" "$@"
}

phone_that_dies() {
	timeout -s KILL 2 "$TOOLS/sip/phone" station "$sip" "$1" "pw$1" \
		local=127.0.0.1:0
}

mkdir -p "$data/prompts"
for name in main leave agree message-thanks consent-thanks wrong-key; do
	sox -n -r 8000 -c 1 -e a-law "$data/prompts/$name.wav" synth 0.3 sine 700
done
web_start 'queues: [{name: service, ring: 3, wrap_up: 0, rest: 1, max_wait: 5}, {name: nobody, ring: 3, max_wait: 1}]' \
	'menus: [{name: main, prompt: main, keys: {"1": "queue:service", "2": "queue:nobody", "3": "message:box", "4": "consent:call-back"}, timeout: 2, otherwise: "queue:service"}]' \
	'messages: [{name: box, prompt: leave, length: 5}]' \
	'consents: [{purpose: call-back, prompt: agree, length: 5, then: "hang-up"}]' \
	'seats: [{seat: "01", user: "1001", secret: "pw1001", queues: [{queue: service}]}, {seat: "02", user: "1002", secret: "pw1002", queues: [{queue: service}]}, {seat: "03", user: "1003", secret: "pw1003", queues: [{queue: service}]}, {seat: "04", user: "1004", secret: "pw1004", queues: [{queue: service}]}]'
tcp=$(sed -n 's/^ready.* tcp:\([^ ]*\).*/\1/p' "$dir/ready")
station 1001 life=100000000
station 1004 life=100000000
echo "filling SQLite's cache with $fill refused calls"
refusals "$fill" fill
# the reader of records opens calls.db when it is asked first
quiet ask "$admin" GET /api/calls
idle=$(descriptors)

begin=$SECONDS
n=0
while [ $((SECONDS - begin)) -lt "$secs" ]; do
	n=$((n + 1))
	a_round $n
	kill -0 "$engine"
	if [ $((SECONDS - begin)) -lt $((secs / 3)) ]; then
		first=$(anon)
	fi
	last=$(anon)
	echo "round $n, $((SECONDS - begin)) s: $last kB, $(descriptors) descriptors," \
		"$(query 'SELECT count(*) FROM call') calls"
done
: >"$dir/log"
for _ in $(seq 90); do
	[ "$(descriptors)" -le $((idle + 2)) ] && break
	sleep 1
done
left=$(descriptors)
open=$(query "SELECT count(*) FROM call WHERE result = 'open'")
kill "$engine"
wait "$engine"
echo "memory $first kB after a third, $last kB at the end; descriptors $idle" \
	"before, $left after; open calls $open"
[ "$last" -le $((first + first / 20 + 1024)) ]
[ "$left" -le $((idle + 2)) ]
[ "$open" = 0 ]
