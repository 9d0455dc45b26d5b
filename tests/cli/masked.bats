# Whoever sees personal data masked finds no way round it: every command and
# every screen is walked, over a dossier with a needle in each of its fields

load office

NO=2026-0001

# A dossier with a needle in all that is personal, and in all words
needles() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" show $NO --all | awk '/^  [a-z]+(\[[0-9]+\])?\./ { print $1 }' |
		python3 "$BATS_TEST_DIRNAME/masked.py" needles \
			"$BATS_TEST_DIRNAME/../../forms" >"$DIR/facts"
	cut -f 1 "$DIR/facts" | tr '\n' '\0' |
		xargs -0 "$PROG" set $NO --draft
	cut -f 2- "$DIR/facts" | tr '\t' '\n' >"$DIR/needles"
}

# And in what is written down beside the forms: word N is one text of them
word() {
	local n=$1

	printf '%s\n' "1301111$n" "w$n@needle.example" "0931876$n" >>"$DIR/needles"
	echo "示例 1301111$n，w$n@needle.example，0931-876$n"
}

notes() {
	printf '%%PDF-1.4\n' >"$DIR/$(word 9001).pdf"
	chmod 644 "$DIR"/*.pdf
	"$PROG" evidence $NO add "$DIR"/*9001*.pdf --title "$(word 9002)" \
		--by "$(word 9003)" --method "$(word 9004)" --note "$(word 9005)"
	"$PROG" act $NO go --date 2026-06-01 --reason "$(word 9006)"
	"$PROG" act $NO ready --date 2026-06-10
	"$PROG" act $NO submitted --date 2026-06-15 "doc_no=$(word 9007)"
	"$PROG" act $NO accepted_papers --date 2026-10-20 doc_no=A-1
	"$PROG" act $NO papers_handed --date 2026-10-22
	"$PROG" visit $NO announce "2026-11-24 09:30" --who "$(word 9008)" \
		--where "$(word 9009)" --papers "$(word 9010)" \
		--note "$(word 9011)"
	"$PROG" visit $NO speaker entity "$(word 9012)" --backup "$(word 9013)" \
		--phone "$(word 9014)"
	"$PROG" checklist $NO start onsite --kind mock
	"$PROG" checklist $NO answer I-01 fail --note "$(word 9015)" \
		--by "$(word 9016)" --reason "$(word 9017)" --evidence E-1 \
		--owner "$(word 9018)" --due 2026-12-01
	"$PROG" visit $NO question "$(word 9019)" --by "$(word 9020)"
	"$PROG" visit $NO reply 1 "$(word 9021)" --by "$(word 9022)"
	"$PROG" visit $NO fix "$(word 9023)" --owner "$(word 9024)" \
		--due 2026-12-01 --backup "$(word 9025)" --note "$(word 9026)"
	"$PROG" set $NO --reason "$(word 9027)" site.area=161
}

@test "no command and no screen gives away what is masked" {
	office
	needles
	notes >/dev/null
	sort -u -o "$DIR/needles" "$DIR/needles"
	[ "$(wc -l <"$DIR/needles")" -gt 300 ]
	"$PROG" share users
	"$PROG" user set news read-only
	mkdir -m 777 "$DIR/out"
	cp "$BATS_TEST_DIRNAME/masked.py" "$DIR"
	# they are there, for who may see them
	"$PROG" show $NO --all | tr -d ' -' | grep -cFf <(tr -d ' -' <"$DIR/needles")
	run setpriv --reuid news --regid "$(id -g news)" --groups users -- \
		env HOME="$DIR/out" XDG_STATE_HOME="$DIR/out" XDG_DATA_HOME="$DIR/out" \
		TERM=dumb python3 "$DIR/masked.py" walk "$DIR/out" \
		"$DIR/needles" "$DIR/callpermit" --data "$DIR/share"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "nor can it be guessed at: by searching, filtering, or supposing" {
	office
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	"$PROG" set $NO lr.mobile=13000000009 'staff[1].idno=110101190101010070' \
		--draft site.addr=示例路13000000008
	"$PROG" share users
	"$PROG" user set news read-only
	for guess in 13000000009 000009 110101190101010070 13000000008 李岭 \
		zhouqing@yunling.example 示例路; do
		run "$PROG" list "$guess"
		[[ "$output" == $NO* ]]
		run as news list "$guess"
		[ "$status" -eq 0 ]
		[ -z "$output" ]
		run as news tui dossiers --plain <<<"/$guess"
		[ "$(grep -c "^1. $NO" <<<"$output")" -eq 1 ] # before the filter
		run as news search "$guess"
		[ "$status" -eq 1 ]
	done
	# numbers and companies are found as ever
	run as news list 云岭
	[[ "$output" == $NO* ]]
	# a rule would say whether two numbers are the same
	"$PROG" check $NO --what-if 'staff[2].idno=110101190101010070' |
		grep -q '110101190101010070'
	run as news check $NO --what-if 'staff[2].idno=110101190101010070'
	[ "$status" -eq 1 ]
	[[ "$output" == *"may not see personal data whole"* ]]
	# what is not personal may be supposed, and is judged on the whole facts
	run as news check $NO --what-if cc.seats_total=1
	masked=$(grep -c -- '->' <<<"$output")
	run "$PROG" check $NO --what-if cc.seats_total=1
	[ "$masked" -gt 0 ]
	[ "$masked" -eq "$(grep -c -- '->' <<<"$output")" ]
}
