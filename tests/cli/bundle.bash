# Shared by the tests of bundles: a dossier that nothing blocks

# A small picture, as a camera would write it
jpeg() {
	{
		printf 'P6 60 40 255\n'
		head -c 7200 /dev/zero | tr '\0' '\252'
	} | cjpeg -quality 80 >"$1"
}

# Attach a file for every fact that names one which was never kept
attach() {
	"$PROG" paper 2026-0001 make DOC-07 -o "$DIR/made" >/dev/null ||
		true # a draft
	cp "$DIR"/made/*.pdf "$DIR/plan.pdf"
	jpeg "$DIR/scan.jpg"
	set --
	for fact in $("$PROG" --json bundle 2026-0001 --dry-run |
		jq -r '.concerns[] | select(.kind == "kept") | .fix' |
		sed 's/.* \([a-z_.]*\)=FILE/\1/' | sort -u); do
		case $fact in
		*_id_file | *.id_file) set -- "$@" "$fact=$DIR/scan.jpg" ;;
		*) set -- "$@" "$fact=$DIR/plan.pdf" ;;
		esac
	done
	"$PROG" set 2026-0001 "$@" >/dev/null
}

complete() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	attach
}
