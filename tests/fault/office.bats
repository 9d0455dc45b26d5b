# Ten people at once on one database, each an account of the system's: nothing
# is lost and nobody is told to try again; and the power fails meanwhile.

load ../cli/office

USERS="daemon bin sys games man lp mail news uucp proxy"

ten() {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	for who in $USERS; do
		id -u $who >/dev/null || skip "no account $who"
		"$PROG" user set $who staff
		mkdir "$DIR/of-$who"
		chown $who "$DIR/of-$who"
	done
	"$PROG" share users
}

# One of them at work: a field that all change, a task, a paper, a dossier
work() {
	local who=$1 n=$2 rounds=$3 r

	for r in $(seq "$rounds"); do
		as $who set 2026-0001 cc.seats_total=$((1000 * n + r))
		printf '事项\n%s 第 %d 件\n' $who $r >"$DIR/of-$who/tasks.csv"
		as $who rows 2026-0001 task import "$DIR/of-$who/tasks.csv" --draft
		as $who show 2026-0001
	done
	as $who new co.name=示例${who}公司
	# 1: the open task blocks the filing, the paper is marked as a draft
	as $who paper 2026-0001 make DOC-01 -o "$DIR/of-$who" || [ $? -eq 1 ]
}

@test "ten accounts at once lose nothing, and nobody finds it locked" {
	ten
	pids=
	n=0
	for who in $USERS; do
		n=$((n + 1))
		(set -e; work $who $n 3) >"$DIR/out-$who" 2>"$DIR/err-$who" 3>&- &
		pids="$pids $!"
	done
	failed=0
	for pid in $pids; do
		wait $pid || failed=$((failed + 1))
	done
	cat "$DIR"/err-*
	[ "$failed" -eq 0 ]
	! grep -qE "in use|locked|again" "$DIR"/err-* || return 1
	sql() { sqlite3 "$CALLPERMIT_DB" "$1"; }
	# each change of each, under his name
	[ "$(sql "SELECT count(*), count(DISTINCT actor) FROM journal WHERE
		key = 'cc.seats_total' AND actor <> 'root'")" = "30|10" ]
	[ "$(sql "SELECT count(DISTINCT value) FROM fact f JOIN dossier d ON d.id = f.dossier
		WHERE d.no = '2026-0001' AND grp = 'task' AND key = 'title' AND
		value LIKE '% 第 % 件'")" = 30 ]
	[ "$(sql "SELECT count(*) FROM dossier WHERE name LIKE '示例%'")" = 10 ]
	[ "$(ls "$DIR"/of-*/*.pdf | wc -l)" -eq 10 ]
	"$PROG" log 2026-0001 --verify
	[ "$(sql "PRAGMA integrity_check")" = ok ]
}

# What was said to be done before the power failed is in the copy
check_copy() {
	local db=$1 who

	[ "$(sqlite3 "$db" "PRAGMA integrity_check")" = ok ]
	"$PROG" --db "$db" log 2026-0001 --verify
	"$PROG" --db "$db" user log --verify
	for who in $USERS; do
		[ -s "$DIR/before-$who" ] || continue
		[ "$(sqlite3 "$db" "SELECT count(*) FROM journal WHERE actor = '$who' AND
			new = '$(tail -n 1 "$DIR/before-$who")'")" = 1 ]
	done
}

# An own process group each, so that all of it is stopped and killed at once
begin_ten() {
	local who n=0

	PIDS=
	for who in $USERS; do
		n=$((n + 1))
		: >>"$DIR/said-$who"
		export -f as
		export DIR
		setsid bash -c 'n=$(($2 * 100000 + $3 * 10000))
			while :; do
				n=$((n + 1))
				as "$1" set 2026-0001 cc.seats_total=$n || exit
				echo $n >>"$DIR/said-$1"
			done' writer $who $n $1 >/dev/null 2>&1 3>&- &
		PIDS="$PIDS $!"
	done
	# until each has been told at least once that something is saved
	for i in $(seq 3000); do
		all=1
		for who in $USERS; do
			[ "$(wc -l <"$DIR/said-$who")" -ge "$1" ] || all=0
		done
		[ $all = 1 ] && return
		sleep 0.1
	done
	return 1
}

signal_ten() {
	local pid

	for pid in $PIDS; do
		kill -$1 -- -$pid 2>/dev/null || true
	done
}

@test "the power fails while ten work: what was saved is there, all of it whole" {
	[ "$(id -u)" -eq 0 ] || skip "wants root, to mount"
	truncate -s 96M "$DIR/disk.img"
	mkfs.ext4 -q "$DIR/disk.img"
	mkdir -p "$DIR/office" "$DIR/after"
	mount -o loop "$DIR/disk.img" "$DIR/office" || skip "no loop devices"
	rmdir "$DIR/office/lost+found"
	ten
	for round in 1 2; do
		begin_ten $round
		sleep 0.$((RANDOM % 9 + 1))
		# the moment: nobody writes on, what the kernel holds back is lost
		for who in $USERS; do
			cp "$DIR/said-$who" "$DIR/before-$who"
		done
		signal_ten STOP
		cp --sparse=always "$DIR/disk.img" "$DIR/copy.img"
		signal_ten KILL
		for pid in $PIDS; do
			wait $pid 2>/dev/null || true
		done
		mount -o loop "$DIR/copy.img" "$DIR/after"
		run check_copy "$DIR/after/dossiers.db"
		echo "$output"
		umount "$DIR/after"
		[ "$status" -eq 0 ]
		# and those who were killed left the database at work whole too
		cp "$DIR/said-daemon" "$DIR/before-daemon"
		check_copy "$CALLPERMIT_DB"
	done
	umount "$DIR/office"
}

teardown() {
	signal_ten KILL
	umount "$DIR/after" 2>/dev/null || true
	umount "$DIR/office" 2>/dev/null || true
	rm -rf "$DIR"
}
