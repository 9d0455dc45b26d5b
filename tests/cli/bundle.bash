# Shared by the tests of bundles: a dossier that nothing blocks

# A picture of 1 by 1, as a camera would write it
jpeg() {
	base64 -d >"$1" <<-'END'
		/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////
		////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAA
		AAAAAAAAAAAAAP/aAAgBAQABPxA=
	END
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
