# A database in a folder of its own that other accounts can come to, and the
# program where they can run it: the build may lie in somebody's home.  The
# accounts are such as every system has; nothing but a session of theirs is
# begun.

load common

office() {
	[ "$(id -u)" -eq 0 ] || skip "wants root, to be others"
	chmod 755 "$DIR"
	mkdir -p "$DIR/share" "$DIR/office"
	cp "$PROG" "$DIR/callpermit"
	for d in forms data templates; do
		cp -r "$BATS_TEST_DIRNAME/../../$d" "$DIR/share"
	done
	chmod -R go+rX "$DIR/callpermit" "$DIR/share"
	export CALLPERMIT_DB=$DIR/office/dossiers.db
	chown "$(id -u)" "$DIR/office"
}

# Run the program as another account
as() {
	local who=$1

	shift
	setpriv --reuid "$who" --regid "$(id -g "$who")" --groups users -- \
		env HOME=/nonexistent USER=somebody LOGNAME=somebody \
		XDG_STATE_HOME="$DIR/state-$who" \
		"$DIR/callpermit" --data "$DIR/share" "$@"
}
