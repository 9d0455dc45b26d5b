# Who may do what: accounts of the system, roles, one table

load office

@test "without roles the owner does everything, others nothing" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	run "$PROG" user self
	[ "$status" -eq 0 ]
	[[ "$output" == root*admin*"all dossiers" ]]
	"$PROG" share users
	run as daemon list
	[ "$status" -eq 1 ]
	[[ "$output" == *"daemon has no role here; root or an admin gives one: callpermit user set daemon ROLE"* ]]
	# what the environment says is no account
	run env USER=root LOGNAME=root setpriv --reuid daemon --regid daemon --groups users -- \
		"$DIR/callpermit" --data "$DIR/share" list
	[ "$status" -eq 1 ]
}

@test "each role does what the table says, and no more" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" share users
	"$PROG" user set daemon lead
	"$PROG" user set bin staff
	"$PROG" user set games applicant --dossier 2026-0001
	"$PROG" user set mail inspector --dossier 2026-0001
	"$PROG" user set news read-only
	for who in daemon bin games mail news; do
		as $who list >/dev/null
		as $who check 2026-0001 >/dev/null || [ $? -eq 1 ]
		run as $who user set $who admin
		[ "$status" -eq 1 ]
		[[ "$output" == *"may not give roles"*"your role is"* ]]
		run as $who restore "$DIR/none"
		[ "$status" -eq 1 ]
	done
	for who in daemon bin games; do
		as $who set 2026-0001 "site.area=16${#who}"
	done
	for who in mail news; do
		run as $who set 2026-0001 site.area=170
		[ "$status" -eq 1 ]
		[[ "$output" == *"may not fill in forms"* ]]
	done
	for who in daemon bin; do
		as $who new co.name=示例公司$who >/dev/null
	done
	for who in games mail news; do
		run as $who new
		[ "$status" -eq 1 ]
		run as $who export 2026-0001
		[ "$who" = games ] || [ "$status" -eq 1 ]
	done
	run as bin backup "$DIR/office/b.tar"
	[ "$status" -eq 1 ]
	run as mail log 2026-0001
	[ "$status" -eq 1 ]
	# the journal says who it was
	run "$PROG" log 2026-0001
	[[ "$output" == *daemon*"site.area"* && "$output" == *games*"site.area"* ]]
	run "$PROG" log 2026-0001 --verify
	[ "$status" -eq 0 ]
}

@test "who is limited to some dossiers sees no others" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	other=$("$PROG" new co.name=示例另一家公司 co.phone=029-81234567)
	"$PROG" share users
	"$PROG" user set games applicant --dossier "$other"
	run as games list
	[[ "$output" == "$other"* && "$output" != *2026-0001* ]]
	for words in "show 2026-0001" "check 2026-0001" "undo 2026-0001" \
		"set 2026-0001 site.area=9" "paper 2026-0001 list" \
		"evidence 2026-0001 list" "stage 2026-0001" "due 2026-0001" \
		"export 2026-0001" "sheet 2026-0001"; do
		run as games $words
		[ "$status" -eq 3 ]
		[[ "$output" == *"no dossier 2026-0001"* ]]
	done
	run as games --json due
	[[ "$output" != *2026-0001* ]]
	run as games list 云岭
	[[ "$output" != *2026-0001* ]]
	run as games search 示例
	[[ "$output" == *"$other"* && "$output" != *2026-0001* ]]
	as games set "$other" site.area=77
	# and the list of the others is as it was
	run "$PROG" list
	[[ "$output" == *2026-0001* && "$output" == *"$other"* ]]
	run "$PROG" user set games applicant --dossier 2026-0777
	[ "$status" -eq 3 ]
	run "$PROG" user set games applicant
	[ "$status" -eq 2 ]
}

# All personal data of the sample, as the program itself has it
personal() {
	"$PROG" show 2026-0001 --json >/dev/null
	sqlite3 "$CALLPERMIT_DB" "SELECT DISTINCT value FROM fact WHERE
		key LIKE '%id_no' OR key = 'idno' OR key LIKE '%mobile' OR
		key LIKE '%email' OR key LIKE '%phone' OR key = 'fax'"
}

@test "personal data is masked for who may not see it, whatever he asks" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" set 2026-0001 lr.mobile=13000000009 off.service_mobile=13000000009
	"$PROG" share users
	"$PROG" user set mail inspector
	"$PROG" user set news read-only
	personal >"$DIR/personal"
	[ "$(wc -l <"$DIR/personal")" -gt 8 ]
	"$PROG" show 2026-0001 | grep -qFf "$DIR/personal"
	"$PROG" log 2026-0001 | grep -qFf "$DIR/personal"
	for who in mail news; do
		{
			as $who list
			as $who show 2026-0001 --all
			as $who show 2026-0001 --json
			as $who check 2026-0001 --all
			as $who check 2026-0001 --json
			as $who stage 2026-0001
			as $who stage 2026-0001 --json
			as $who due
			as $who log 2026-0001
			as $who log 2026-0001 --json
			as $who forecast 2026-0001
			as $who paper 2026-0001 list
			as $who evidence 2026-0001 list
			as $who evidence 2026-0001 show
			as $who checklist 2026-0001 show
			as $who handover 2026-0001
			as $who sheet 2026-0001
			as $who search 13000000009
			as $who paper 2026-0001 show DOC-01 --text
			as $who visit 2026-0001 show
			as $who export 2026-0001
			as $who assess 2026-0001
			as $who duty 2026-0001 done NONE
			as $who bundle 2026-0001 --dry-run
			as $who migrate 2026-0001 --dry-run
			as $who watch
		} >"$DIR/seen-$who" 2>&1 || true
		grep -q 陕西云岭示例 "$DIR/seen-$who"
		grep -qF '130****0009' "$DIR/seen-$who"
		run grep -Ff "$DIR/personal" "$DIR/seen-$who"
		echo "$output"
		[ "$output" = "" ]
		[ "$status" -eq 1 ]
	done
	# what is masked is not what is judged
	run as news check 2026-0001 --json
	masked=$(jq -r '[.findings[] | .id + .outcome] | sort | join(",")' <<<"$output")
	run "$PROG" check 2026-0001 --json
	[ "$masked" = "$(jq -r '[.findings[] | .id + .outcome] | sort | join(",")' <<<"$output")" ]
}

@test "roles are given by who may, to accounts that are there, and logged" {
	office
	"$PROG" init
	run "$PROG" user set nobody-of-this-name staff
	[ "$status" -eq 3 ]
	[[ "$output" == *"no account nobody-of-this-name here"* ]]
	run "$PROG" user set bin boss
	[ "$status" -eq 2 ]
	[[ "$output" == *"admin lead staff applicant inspector read-only"* ]]
	run "$PROG" user set root staff
	[ "$status" -eq 2 ]
	"$PROG" user set bin staff
	"$PROG" share users
	"$PROG" user set daemon admin
	as daemon user set bin lead
	as daemon user drop bin
	run as bin list
	[ "$status" -eq 1 ]
	run "$PROG" user log
	[[ "${lines[0]}" == *root*"bin: staff"* ]]
	[[ "${lines[2]}" == *daemon*"bin: lead"* ]]
	[[ "${lines[3]}" == *daemon*"bin: no role"* ]]
	run "$PROG" user log --verify
	[ "$status" -eq 0 ]
	run "$PROG" --json user list
	[ "$(jq -r '.[1].account + " " + .[1].role' <<<"$output")" = "daemon admin" ]
	run "$PROG" role staff
	[[ "$output" == staff*"✓  fill"*"-  manage"*"-  office"* ]]
}

@test "a shared database has the modes of its group, and can be closed again" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	[ "$(stat -c %a "$CALLPERMIT_DB")" = 600 ]
	run "$PROG" share
	[[ "$output" == *"for its owner only" ]]
	run "$PROG" share nobody-of-this-name
	[ "$status" -eq 3 ]
	printf '%%PDF-1.4\n' >"$DIR/a.pdf"
	printf '%%PDF-1.5\n' >"$DIR/b.pdf"
	chmod 644 "$DIR"/*.pdf
	"$PROG" evidence 2026-0001 add "$DIR/a.pdf" --title A >/dev/null
	"$PROG" share users
	"$PROG" user set bin staff
	(umask 077; as bin evidence 2026-0001 add "$DIR/b.pdf" --title B >/dev/null)
	[ "$(stat -c '%a %G' "$DIR/office")" = "2770 users" ]
	run find "$DIR/office" -type d ! -perm 2770
	[ -z "$output" ]
	run find "$DIR/office" -type f ! -perm 660
	[ -z "$output" ]
	run find "$DIR/office" ! -group users
	[ -z "$output" ]
	# root reads what others put there, others what root did
	run as bin evidence 2026-0001 verify
	[[ "$output" != *enied* && "$output" == *"not kept"* && "$output" != *evfile* ]]
	as bin evidence 2026-0001 get 'evfile[1].file' -o "$DIR/state-bin.pdf" 2>/dev/null ||
		as bin evidence 2026-0001 get 'evfile[1].file' -o "$DIR/office/dossiers.db-a.pdf"
	run "$PROG" evidence 2026-0001 verify
	[[ "$output" != *enied* && "$output" != *evfile* ]]
	run "$PROG" share
	[[ "$output" == *"shared with the group users" ]]
	run "$PROG" doctor --quick
	[[ "$output" != *"may be read by others"* ]]
	"$PROG" share --off
	run as bin list
	[ "$status" -ne 0 ]
	run find "$DIR/office" -type f ! -perm 600
	[ -z "$output" ]
}

@test "a folder with other things in it, or out of reach, is not shared" {
	office
	"$PROG" init
	: >"$DIR/office/diary"
	run "$PROG" share users
	[ "$status" -eq 1 ]
	[[ "$output" == *"holds diary too"*"a folder of its own"* ]]
	[ "$(stat -c %a "$CALLPERMIT_DB")" = 600 ]
	rm "$DIR/office/diary"
	chmod 700 "$DIR"
	run "$PROG" share users
	[ "$status" -eq 1 ]
	[[ "$output" == *"$DIR: closed to the group (mode 0700)"* ]]
	[ "$(stat -c %a "$DIR/office")" != 2770 ]
}

@test "the manual has the table of roles that the program goes by" {
	"$PROG" --json role |
		jq -r '[.[] | . as $r | .may[] | {may: ., role: $r.role}] | group_by(.may)[] |
			.[0].may + ": " + ([.[].role] | join(", ")) + "."' | sort >"$DIR/table"
	awk '/^\.Sh ROLES/ { on = 1 } on && /^\.El/ { exit }
		on && /^\.It Cm / { name = $3; getline; getline; print name ": " $0 }' \
		"$BATS_TEST_DIRNAME/../../man/callpermit.1" | sort >"$DIR/manual"
	diff "$DIR/table" "$DIR/manual"
	[ "$(wc -l <"$DIR/table")" -gt 8 ]
}
