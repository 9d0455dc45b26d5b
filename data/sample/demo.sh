#!/bin/sh
# make demo: the main job on the sample data, then one screen of results.
# usage: demo.sh PROGRAM FOLDER
set -eu

prog=$(realpath "$1")
rel=$1
out=$2
sample=$(dirname "$0")
engine=

stop() {
	[ -z "$engine" ] || kill "$engine" 2>/dev/null || true
	[ -z "$engine" ] || wait "$engine" 2>/dev/null || true
	engine=
}
trap stop EXIT
trap 'exit 1' INT TERM

rm -rf "$out"
mkdir -p "$out"
out=$(realpath "$out")
CALLPERMIT_DB=$out/dossiers.db
export CALLPERMIT_DB

step() {
	printf '\n== %s\n' "$1"
}

step '导入两家虚构公司的案卷 (import)'
"$prog" import "$sample/complete.yaml" "$sample/faulty.yaml"

for no in 2026-0001 2026-0002; do
	step "检查 $no (check)"
	"$prog" check $no | tee "$out/check-$no.txt" || true
done

step '启动呼入引擎，三十个工位签入，真实来电拨入 (engine, drill)'
# Two ports of our own, so that a second demo does not meet the first
port=$((15000 + $$ % 450 * 2))
sed "s/15060/$port/; s/15080/$((port + 1000))/" "$sample/../engine/sample.yaml" \
	>"$out/engine.yaml"
cd "$out"
"$prog" engine --config engine.yaml >engine.out 2>engine.log &
engine=$!
for i in $(seq 50); do
	[ ! -s engine.out ] || break
	kill -0 "$engine" 2>/dev/null || { cat engine.log; exit 1; }
	sleep 0.1
done
"$prog" drill --config engine.yaml -o drill 2>drill.log | tee drill.txt ||
	{ tail -5 drill.log engine.log; exit 1; }
stop

step '演练结果写入案卷，重新检查 (evidence, check)'
"$prog" evidence 2026-0001 add --drill drill --config engine.yaml
"$prog" check 2026-0001 | tee check-2026-0001.txt | tail -1

step '生成申请材料 (paper)'
for no in 2026-0001 2026-0002; do
	"$prog" paper $no make -o papers || [ $? = 1 ]
done

records=$(find engine-data -name 'calls.db')
wavs=$(find engine-data -name '*.wav' | wc -l)
cat <<END

== 结果 ($out)
案卷      dossiers.db                 两个案卷，日志完整：
$("$prog" log 2026-0001 --verify | cut -c1-66 | sed 's/^/          /')
检查      check-2026-0001.txt         $(tail -1 check-2026-0001.txt)
          check-2026-0002.txt         $(tail -1 check-2026-0002.txt)
材料      papers/                     $(find papers -name '*.pdf' | wc -l) 份 PDF
$(cd papers && ls -1 | sed 's/^/          /')
演练报告  drill/report.json           $(tail -3 drill.txt | head -1)
通话记录  ${records#./}         每次来电一行
录音      engine-data/recordings/     $wavs 个双声道 WAV（左：来电，右：座席）

打开终端界面：
  $rel --db $out/dossiers.db
END
