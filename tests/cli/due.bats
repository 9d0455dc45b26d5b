# What is due over all dossiers, duties, and the calendar that others read

load common

office() {
	"$PROG" new co.name=示例甲有限公司 site.lease_end=2026-11-20
	"$PROG" new co.name=示例乙有限公司 site.lease_end=2026-11-23
	"$PROG" new co.name=示例丙有限公司 site.lease_end=2027-02-01
	"$PROG" set 2026-0002 'task[1].title=催租赁合同' 'task[1].owner=示例甲' \
		'task[1].backup=示例乙' 'task[1].due=2026-11-22'
}

# Keys and days of the JSON list
keys() {
	"$PROG" --json due "$@" | jq -r '.[] | "\(.due) \(.dossier) \(.key)"'
}

@test "late ones come first, the exit status says that there are some" {
	office
	run "$PROG" due
	[ "$status" -eq 1 ]
	[[ "${lines[0]}" == "2026-11-20  2 days late "*"2026-0001"*"示例甲有限公司"*"applicant"*"E-LEASE"* ]]
	[[ "${lines[1]}" == "2026-11-22  today "*"2026-0002"*"示例甲/示例乙"*"催租赁合同  task[1]" ]]
	[[ "${lines[2]}" == "2026-11-23  tomorrow "*"2026-0002"* ]]
	# warned of ninety days before
	[[ "${lines[3]}" == "2027-02-01  in 71 days "*"2026-0003"* ]]
	[[ "${lines[4]}" == "4 due within 30 days or to be thought of now, 1 of them late" ]]
	[[ "${lines[5]}" == "waiting for: consultancy 1, applicant 3" ]]
	"$PROG" set 2026-0001 site.lease_end=2029-11-20
	run "$PROG" due
	[ "$status" -eq 0 ]
}

@test "days and a dossier narrow it" {
	office
	[ "$(keys --within 30 | wc -l)" -eq 3 ]
	[ "$(keys --within 71 | wc -l)" -eq 4 ]
	[ "$(keys --within 0)" = $'2026-11-20 2026-0001 E-LEASE\n2026-11-22 2026-0002 task[1]' ]
	[ "$(keys 2026-0002 --within 1)" = $'2026-11-22 2026-0002 task[1]\n2026-11-23 2026-0002 E-LEASE' ]
	run "$PROG" due 2026-0099
	[ "$status" -eq 3 ]
	for days in -1 x 1e3 99999999999 ""; do
		run "$PROG" due --within "$days"
		[ "$status" -eq 2 ]
	done
	run "$PROG" due -o "$DIR/x"
	[ "$status" -eq 2 ]
	[ ! -e "$DIR/x" ]
}

@test "a dossier whose pack cannot be read is told and holds nobody up" {
	office
	sqlite3 "$CALLPERMIT_DB" "
		INSERT INTO pack VALUES(printf('%064d', 7), '2020.1', 0);
		INSERT INTO pack_file VALUES(printf('%064d', 7),
			'data/rules.yaml', 'rules: [');
		UPDATE dossier SET pack_sha256 = printf('%064d', 7)
			WHERE no = '2026-0002'"
	for i in 1 2; do
		run "$PROG" due
		[ "$status" -eq 1 ]
		[[ "$output" == *"2026-0001"*"2026-0003"* ]]
		[[ "$output" == *"! 2026-0002 cannot be computed: "* ]]
	done
	[ "$("$PROG" --json due | jq -r '.[] | select(.error).dossier')" = 2026-0002 ]
}

@test "duties are ticked off and switched off, with undo" {
	"$PROG" new lic.issued=2025-05-06
	[ "$(keys --within 900)" = $'2026-03-31 2026-0001 D-01:2026\n2027-03-31 2026-0001 D-01:2027' ]
	run "$PROG" duty 2026-0001 done D-01:2026 --date 2026-03-20
	[ "$status" -eq 0 ]
	[[ "$output" == *"2026-03-31  done"*"D-01:2026"* ]]
	[ "$(keys --within 900)" = '2027-03-31 2026-0001 D-01:2027' ]
	run "$PROG" duty 2026-0001 off D-01 --reason 集团统一报送
	[[ "$output" == *"switched off"*"集团统一报送"* ]]
	[ -z "$(keys --within 900)" ]
	"$PROG" duty 2026-0001 on D-01
	[ "$(keys --within 900)" = '2027-03-31 2026-0001 D-01:2027' ]
	"$PROG" duty 2026-0001 undone D-01:2026
	[ "$(keys --within 900 | wc -l)" -eq 2 ]
	"$PROG" undo 2026-0001
	[ "$(keys --within 900 | wc -l)" -eq 1 ]
	"$PROG" log 2026-0001 --verify

	while IFS='|' read -r code says words; do
		run "$PROG" duty 2026-0001 $words
		[ "$status" -eq "$code" ] || { echo "$words: $status $output"; false; }
		[[ "$output" == *"$says"* ]] || { echo "$words: $output"; false; }
	done <<-'END'
		3|no deadline D-01 |done D-01
		3|no deadline x |done x
		2|not over yet|done D-01:2026 --date 2026-12-01
		2|no such day|done D-01:2026 --date 2026-02-30
		2|--reason|off D-01
		3|no duty D-99|off D-99 --reason x
		3|not switched off|on D-01
		3|not ticked off|undone D-01:2027
		2|duty|burn D-01
	END
}

# Properties of the events as another reader sees them
read_ics() {
	/usr/bin/python3 - "$1" <<-'END'
		import sys, icalendar
		data = open(sys.argv[1], "rb").read()
		cal = icalendar.Calendar.from_ical(data)
		for e in cal.walk("vevent"):
		    assert e["dtstamp"].dt.tzinfo is not None
		    assert (e["dtend"].dt - e["dtstart"].dt).days == 1
		    print(e["uid"], e["dtstart"].dt, repr(str(e["summary"])), sep="\t")
	END
}

@test "the calendar is read by two libraries that we did not write" {
	long=$(printf '催租赁合同原件并核对面积%.0s' $(seq 20))
	office
	"$PROG" set 2026-0003 "task[1].title=甲,乙;丙\\丁 $long" \
		'task[1].due=2026-12-01' 'task[1].owner=a,b;c'
	"$PROG" due --ics -o "$DIR/due.ics"
	[ "$(stat -c %a "$DIR/due.ics")" = 600 ]
	"$PROG" due --ics >"$DIR/out.ics"
	cmp "$DIR/due.ics" "$DIR/out.ics"

	# CRLF everywhere, no line above 75 octets, none cut inside a character
	[ "$(grep -c $'\r$' "$DIR/due.ics")" -eq "$(wc -l <"$DIR/due.ics")" ]
	! tr -d '\r' <"$DIR/due.ics" | LC_ALL=C grep -E '^.{76}' || return 1
	tr -d '\r' <"$DIR/due.ics" | while IFS= read -r line; do
		iconv -f UTF-8 -t UTF-8 <<<"$line" >/dev/null || exit 1
	done

	run read_ics "$DIR/due.ics"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 5 ]
	[[ "$output" == *"2026-0002-task[1]@callpermit"$'\t'2026-11-22* ]]
	[[ "$output" == *"示例丙有限公司 甲,乙;丙\\\\丁 $long'"* ]]
	/usr/bin/python3 - "$DIR/due.ics" <<-'END'
		import sys, vobject
		cal = vobject.readOne(open(sys.argv[1], encoding="utf-8", newline=""))
		cal.validate(raiseException=True)
		assert len(cal.vevent_list) == 5
		assert {str(e.transp.value) for e in cal.vevent_list} == {"TRANSPARENT"}
	END
}

@test "an event keeps its UID when its day moves" {
	office
	"$PROG" due --ics -o "$DIR/a.ics"
	"$PROG" set 2026-0001 site.lease_end=2026-12-30
	CALLPERMIT_NOW=2026-11-24T09:00 "$PROG" due --ics -o "$DIR/b.ics"
	[ "$(read_ics "$DIR/a.ics" | cut -f1 | sort)" = "$(read_ics "$DIR/b.ics" | cut -f1 | sort)" ]
	[ "$(read_ics "$DIR/b.ics" | grep '^2026-0001' | cut -f2)" = 2026-12-30 ]
	[ "$(read_ics "$DIR/a.ics" | cut -f1 | sort -u | wc -l)" -eq 4 ]
}

@test "a file that cannot be written is an error, and an old one stands" {
	office
	echo old >"$DIR/due.ics"
	run "$PROG" due --ics -o "$DIR/none/due.ics"
	[ "$status" -ne 0 ]
	[[ "$output" == *none* ]]
	mkdir "$DIR/folder"
	run "$PROG" due --ics -o "$DIR/folder"
	[ "$status" -ne 0 ]
	[ "$(cat "$DIR/due.ics")" = old ]
}

@test "an office without dossiers has an empty list and calendar" {
	run "$PROG" due
	[ "$status" -eq 0 ]
	[[ "$output" == "0 due within"* ]]
	[ "$("$PROG" --json due)" = "[]" ]
	"$PROG" due --ics >"$DIR/empty.ics"
	run read_ics "$DIR/empty.ics"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}
