#!/bin/bash
# The drill of 300 calls on 30 stations: none may be lost, within 3 minutes.
# Run by make bench LONG=1; PROG is the program.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../sip/drill.bash"
cd "$(mktemp -d)"
engine=
# what went wrong is kept
trap 'rc=$?; stop_engine; [ $rc -ne 0 ] && echo "kept: $PWD" || rm -rf "$PWD"' EXIT

make_config 30
start_engine
begun=$(date +%s)
timeout 600 "$PROG" --data "$here/../.." --lang en drill \
	--config engine.yaml --scenario rush -o out >out.txt 2>/dev/null || true
seconds=$(($(date +%s) - begun))
[ -s out/report.json ] || { cat out.txt; exit 1; }
jq -r --argjson s "$seconds" '.totals |
	"drill: \(.calls) calls, \(.connected) connected, " +
	"\(.recordings) recordings, \(.together) at once, " +
	"ringing p95 \(.ringing_ms.p95) ms, \($s) s"' out/report.json
jq -e '.verdict == "pass" and .totals.connected == 300' out/report.json \
	>/dev/null || { cat out.txt; exit 1; }
[ "$seconds" -lt 180 ]
