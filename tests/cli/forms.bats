# The forms: every field is there, named and sourced

load common

FORMS=$BATS_TEST_DIRNAME/../../forms
DOMAIN=${DOMAIN:-$BATS_TEST_DIRNAME/../../../shared/domain.md}

# Fields of form files, one a line: FORM PORTAL GROUP KEY and all that is said
# of the field
fields() {
	awk '
		function out() {
			if (key)
				print form, portal, group, key, said
			key = ""
		}
		FNR == 1 { out(); portal = 0 }
		/^form: / { form = $2 }
		/^portal: / { portal = $2 }
		/^  - group: / { out(); group = $3; gsub(/"/, "", group) }
		/^      - \{?key: / {
			out()
			match($0, /key: "?[a-z0-9_]+/)
			key = substr($0, RSTART + 5, RLENGTH - 5)
			sub(/^"/, "", key)
			said = ""
		}
		key { said = said " " $0 }
		END { out() }' "$FORMS"/*.yaml
}

@test "every form loads" {
	run "$PROG" pack lint
	[ "$status" -eq 0 ]
	[[ "$output" == *"$(ls "$FORMS"/*.yaml | wc -l) forms, $(fields | wc -l) fields"* ]]
}

@test "every field has a label in both languages, a type and sources" {
	[ "$(fields | wc -l)" -gt 300 ]
	[ -z "$(fields | grep -v ' label: .* label_en: .* type: [a-z_]*.* sources: \["')" ]
	# what must hold says so, and helps, in both languages
	[ -z "$(fields | grep ' constraint: ' | grep -v ' message: .* message_en: ')" ]
	[ -z "$(fields | grep ' hint: ' | grep -v ' hint_en: ')" ]
}

@test "the tables of the portal have their fields" {
	fields | awk '{ n[$2]++ } END { for (i = 0; i <= 7; i++) print i, n[i] }' \
		>"$DIR/have"
	# 0: not on the portal
	cat >"$DIR/want" <<-'END'
		0 178
		1 148
		2 43
		3 25
		4 24
		5 26
		6 12
		7 21
	END
	diff "$DIR/want" "$DIR/have"
}

@test "show --all lists every field" {
	no=$("$PROG" new)
	"$PROG" show $no --all | awk '$1 ~ /^[a-z]+(\[1\])?\.[a-z]/ { print $1 }' |
		sed 's/\[1\]//' | sort >"$DIR/shown"
	fields | awk '{ print $3 "." $4 }' | sort >"$DIR/named"
	diff "$DIR/named" "$DIR/shown"
}

@test "scans, shares, companies and numbers are of types that check them" {
	no=$("$PROG" new)
	run "$PROG" set $no co.licence_file=licence.zip
	[ "$status" -eq 2 ]
	run "$PROG" set $no co.name=某某商店
	[ "$status" -eq 2 ]
	run "$PROG" set $no 'holder[1].ratio=100.5'
	[ "$status" -eq 2 ]
	run "$PROG" set $no 'number[1].number=97123'
	[ "$status" -eq 2 ]
	run "$PROG" set $no app.licence_no=B3-20000001
	[ "$status" -eq 2 ]
	"$PROG" set $no "co.licence_file=执照 副本.jpg 950165 $(printf '%064d' 7)"
	run "$PROG" --json show $no
	[ "$(jq -r .facts.co.licence_file <<<"$output")" = \
		"执照 副本.jpg 950165 $(printf '%064d' 7)" ]
}

# form_findings NO: facts with a failing field finding
form_findings() {
	"$PROG" --json check "$1" | jq -r '[.findings[] |
		select(.id == "form") | .fact] | sort | join(" ")'
}

# changes FACT=VALUE... : what the complete company then lacks: fields, and
# scans of the papers that are due
changes() {
	rm -rf "$DIR/data"
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" set 2026-0001 --draft "$@" >/dev/null
	"$PROG" --json check 2026-0001 | jq -r '[.findings[] |
		select(.id == "form" or ((.id | startswith("DOC-")) and
		.outcome == "fail")) | .fact] | unique | join(" ")'
}

@test "what is asked for depends on the answers" {
	[ "$(changes app.scope=national)" = app.provinces ]
	[ "$(changes app.scope=national app.provinces=北京)" = app.provinces ]
	[ "$(changes app.scope=national app.provinces=全国,北京)" = app.provinces ]
	[ -z "$(changes app.scope=national app.provinces=北京,天津)" ]
	[ -z "$(changes app.scope=national app.provinces=全国)" ]
	[ "$(changes app.province=湖南)" = off.security_qual_file ]
	[ "$(changes app.province=安徽)" = off.diploma_file ]
	[ "$(changes app.province=广西)" = commit.proof_file ]
	[ "$(changes app.province=辽宁)" = oth.bylaws_file ]
	[ "$(changes lr.id_type=other)" = lr.other_no ]
	[ "$(changes app.agent=true)" = \
		"oth.agent_id_file oth.agent_name oth.poa_file" ]
	[ "$(changes app.holds_licence=true)" = "app.licence_no oth.licence_file" ]
	[ "$(changes rec.penalty=true)" = rec.penalty_date ]
	[ "$(changes co.listed=true)" = sh.top10_file ]
	[ "$(changes sh.foreign=has)" = \
		"fi.cn_main fi.cn_main_ratio fi.cn_total fi.for_total sh.letter_file sh.opinion" ]
	[ "$(changes cc.products=other)" = cc.products_other ]
	[ "$(changes cc.direction=consented)" = \
		"cc.consent_method cc.outbound_kinds sys.f11 sys.f12 sys.f14 sys.f15" ]
	# a proof that is not there, unless another takes its place
	[ "$(changes off.service_si_file=)" = off.service_si_file ]
	[ -z "$(changes off.service_si_file= \
		"off.si_alt_file=银行流水.pdf 5000 $(printf '%064d' 1)")" ]
	# to follow later in Guangxi, and nowhere else
	[ "$(changes off.service_si_file= off.si_deferred=true)" = \
		off.service_si_file ]
	[ "$(changes off.service_si_file= off.si_deferred=true \
		app.province=广西)" = commit.proof_file ]
}

@test "values of one field are held to what the form says" {
	[ "$(changes sec.c05=false)" = sec.c05 ]
	[ "$(changes 'trunk[1].channels=0')" = 'trunk[1].channels' ]
	[ "$(changes 'holder[1].subtype=company')" = 'holder[1].subtype' ]
	[ "$(changes 'holder[1].idno=12345')" = 'holder[1].idno' ]
	[ "$(changes co.capital=0)" = co.capital ]
	[ "$(changes site.lease_end=2024-01-01)" = site.lease_end ]
	[ "$(changes commit.signed_date=2027-01-01)" = commit.signed_date ]
	[ "$(changes 'staff[7].contract_end=2020-01-01')" = 'staff[7].contract_end' ]
}

@test "holders behind holders name the row they belong to" {
	local third=('holder[3].name=某示例投资有限公司'
		'holder[3].type=dom_legal' 'holder[3].subtype=company'
		'holder[3].ratio=100')

	# a deeper tier needs no paper, but the chart is due
	[ "$(changes "${third[@]}" 'holder[3].parent=周晴')" = sh.chart_file ]
	# blanks, widths and brackets do not make another name, as in H-02
	[ "$(changes "${third[@]}" 'holder[3].parent=周 晴')" = sh.chart_file ]
	[ "$(changes "${third[@]}" 'holder[3].parent=无此股东')" = \
		"holder[3].parent sh.chart_file" ]
	[ "$(changes "${third[@]}" 'holder[3].parent=某示例投资有限公司')" = \
		"holder[3].parent sh.chart_file" ]
	[ "$(changes "${third[@]}")" = \
		"holder[3].amount holder[3].file holder[3].idno" ]
}

@test "the complete company has as many operators as rows, all different" {
	"$PROG" import "$SAMPLE/complete.yaml"
	[ -z "$(form_findings 2026-0001)" ]
	run "$PROG" --json show 2026-0001
	[ "$(jq '.facts.cc.staff_contract == (.facts.staff | length)' \
		<<<"$output")" = true ]
	[ "$(jq '[.facts.staff[].idno] | unique | length' <<<"$output")" = 30 ]
	[ "$(jq '[.facts.staff[] | select(.contract_start)] | length' \
		<<<"$output")" = 30 ]
	# odd for men, even for women; born before 1910
	[ "$(jq -r '.facts.staff[] | "\(.idno[6:9]) \(.gender)
		\((.idno[16:17] | tonumber) % 2)"' <<<"$output" | tr -s '\n\t ' ' ' |
		grep -oE '190 (male 1|female 0)' | wc -l)" = 30 ]
}

# Keys of the fact tables 4.1 to 4.5, one a line, without [] and backticks
domain_keys() {
	awk -F'|' '/^### 4\.[1-5] / { on = 1 } /^### 4\.6/ { on = 0 }
		on && $2 ~ /`/ {
			n = split($2, part, "`")
			for (i = 2; i <= n; i += 2)
				print part[i]
			if ($2 ~ /\+ zip/) print "co.mail_zip"
			if ($2 ~ /\+ mobile/) print "sec.deputy_mobile"
		}' "$DOMAIN" | sed 's/\[\]//g'
}

# What a key is called here: KEY followed by fields, or nothing if by its name
renamed() {
	cat <<-'END'
		co.scope_text co.licence_scope
		co.addr.province/city/detail/zip co.addr_province co.addr_city co.addr_detail co.zip
		holders.count sum.holders
		holders.sum_dom_person / dom_legal / for_person / for_legal sum.dom_person sum.dom_legal sum.for_person sum.for_legal
		ct.name/mobile/phone/fax/email/addr ct.name ct.mobile ct.phone ct.fax ct.email ct.addr
		off.licence.* off.licence_name off.licence_mobile off.licence_email
		off.service.* off.service_name off.service_mobile off.service_email
		off.security.* off.security_name off.security_mobile off.security_email off.security_qual_file
		off.*.id_file off.licence_id_file off.service_id_file off.security_id_file
		off.*.si_file off.licence_si_file off.service_si_file off.security_si_file off.si_issued off.si_payer off.si_months off.diploma_file
		off.*.si_alt off.si_alt_file
		sh.gsxt_shot sh.gsxt_file
		sh.top10_shot sh.top10_file
		sh.unchanged sh.unchanged sh.unchanged_file
		sh.rows holder.name holder.type holder.ratio holder.idno holder.amount holder.file
		sh.rows.type holder.type holder.subtype
		sh.rows.ratio holder.ratio
		sh.rows.amount holder.amount
		sh.rows.idno holder.idno
		sh.tree holder.parent
		sh.fi.* fi.cn_total fi.for_total fi.cn_main fi.cn_main_ratio investor.name investor.no investor.origin investor.ratio
		cc.clients client.name client.industry client.contract client.service
		cc.cities city.province city.city city.addr city.seats city.staff city.trunk_count city.carrier city.number city.start
		cc.numbers number.number number.class number.cert number.carrier number.direction number.purpose number.filed
		cc.trunks trunk.carrier trunk.kind trunk.channels trunk.contract trunk.expiry trunk.location trunk.no_resale
		cc.seats_total / seats_built / seats_planned / seats_rented cc.seats_total cc.seats_built cc.seats_planned cc.seats_rented
		cc.site.addr/area/ownership/lease_start/lease_end/use site.addr site.area site.ownership site.lease_start site.lease_end site.use
		cc.site.seatplan oth.seatplan_file
		cc.equipment equipment.name equipment.model equipment.qty equipment.status equipment.contract equipment.role
		cc.staff staff.name staff.gender staff.idno staff.education staff.post staff.contract_start staff.contract_end
		cc.topology oth.topology_file
		cc.system.* sys.f01 sys.f35
		cc.plan plan.milestone plan.date
		cc.qos.* qos.level qos.seconds qos.abandon qos.fcr qos.reply_days
		no_resale trunk.no_resale
	END
}

@test "every key of the fact tables has its field" {
	[ -f "$DOMAIN" ] || skip "the fact tables are not here"
	fields | awk '{ print $3 "." $4 }' >"$DIR/have"
	domain_keys >"$DIR/keys"
	[ "$(wc -l <"$DIR/keys")" -gt 80 ]
	while IFS= read -r key; do
		names=$(renamed | awk -v key="$key " \
			'index($0, key) == 1 { print substr($0, length(key) + 1); exit }')
		for name in ${names:-$key}; do
			grep -qxF "$name" "$DIR/have" || {
				echo "$key: no field $name"
				false
			}
		done
	done <"$DIR/keys"
}

@test "every function of the system has its field" {
	[ -f "$DOMAIN" ] || skip "the fact tables are not here"
	for f in $(grep -oE '^\| F-[0-9]+' "$DOMAIN" | grep -oE '[0-9]+'); do
		fields | grep -q " sys f$f .*hint: F-$f，"
	done
	[ "$(fields | grep -c ' sys f')" = \
		"$(grep -cE '^\| F-[0-9]+' "$DOMAIN")" ]
}
