#!/bin/sh
# long.sh SECONDS PROGRAMS WORK TARGET...  run fuzz targets one after the other,
# for so long each, and say what came of it
#
# WORK keeps what was found new, the log of each target and results.tsv; what
# makes a target fail is kept there too, and the others run all the same.

secs=$1
programs=$2
work=$3
shift 3
here=$(dirname "$0")

stat_of() {
	sed -n "s/^stat::$1: *//p" "$work/$2.log" | tail -1
}

mkdir -p "$work"
rm -f "$work/failed"
{
	printf 'target\tseconds\truns\truns/s\tcovered\tMB\tresult\n'
	for t in "$@"; do
		mkdir -p "$work/$t"
		begin=$(date +%s)
		if nice -n 19 "$programs/$t" -max_total_time="$secs" \
			-print_final_stats=1 -artifact_prefix="$work/$t-" \
			"$work/$t" "$here/corpus/$t" >"$work/$t.log" 2>&1; then
			result="nothing found"
		else
			result="FAILED, see $work/$t.log"
			touch "$work/failed"
		fi
		printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$t" \
			$(($(date +%s) - begin)) \
			"$(stat_of number_of_executed_units "$t")" \
			"$(stat_of average_exec_per_sec "$t")" \
			"$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$work/$t.log" |
				tail -1)" \
			"$(stat_of peak_rss_mb "$t")" "$result"
	done
} | tee "$work/results.tsv"
[ ! -e "$work/failed" ]
