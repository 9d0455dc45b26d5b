#!/bin/sh
# mutate.sh FOLDER  put faults into files, one at a time, and see whether the
# unit tests notice; lists those they do not, and fails if there are any but
# those of equal.tsv, which change nothing that can be seen.
#
# CC, FLAGS, LIBS, LIB (the archive), TESTS (folder of unit tests), J; EACH=N
# takes one of N faults only

here=$(dirname "$0")
work=$1
tab=$(printf '\t')
mkdir -p "$work"

# FILE, and the unit tests that are about it
rows='
src/call/policy.c policy gate
src/call/gate.c gate policy
src/call/hours.c flow
src/course/deadline.c deadline_days deadline deadline_rows
src/course/deadline_clock.c deadline deadline_rows deadline_days agenda
src/course/deadline_duty.c deadline deadline_rows deadline_days agenda
src/course/deadline_text.c deadline_text
'

# what reads beyond a table of the file is noticed too, and what is not freed
export SAN='-fsanitize=address,undefined -fno-sanitize-recover=all'

# try NAME: one fault, told as a line of $work/NAME.said
cat >"$work/try.sh" <<'END'
name=$1
IFS=$(printf '\t') read -r file line what tests <"$name.row"
{ head -n $((line - 1)) "$file"; cat "$name.new"; tail -n +$((line + 1)) \
	"$file"; } >"$name.c"
if ! $CC $FLAGS $SAN -w -O0 -I"$(dirname "$file")" -c -o "$name.o" "$name.c" \
	2>/dev/null; then
	echo "unbuilt" >"$name.said"
	exit
fi
for t in $tests; do
	$CC $SAN -pie -o "$name.run" "$TESTS/$t.o" "$name.o" "$LIB" $LIBS \
		-lcmocka 2>"$name.log" || { echo "unbuilt" >"$name.said"; break; }
	timeout 120 "$name.run" >/dev/null 2>&1
	case $? in
	0) ;;
	124) echo "endless" >"$name.said"; break ;;
	*) echo "caught" >"$name.said"; break ;;
	esac
done
[ -e "$name.said" ] || printf '%s:%s\t%s\t%s\n' "$file" "$line" "$what" \
	"$(sed 's/^[ \t]*//' "$name.new")" >"$name.said"
rm -f "$name.o" "$name.c" "$name.run"
END

# sound FILE TEST: a test that fails without a fault would catch them all
sound() {
	# shellcheck disable=SC2086 # lists of words
	$CC $FLAGS $SAN -w -O0 -c -o "$work/sound.o" "$1" &&
		$CC $SAN -pie -o "$work/sound.run" "$TESTS/$2.o" "$work/sound.o" \
			"$LIB" $LIBS -lcmocka && "$work/sound.run" >/dev/null 2>&1 ||
		{ echo "$2 fails without a fault in $1" >&2; return 1; }
}

rm -f "$work"/*.row "$work"/*.said
echo "$rows" | while read -r file tests; do
	[ -n "$file" ] || continue
	for t in $tests; do
		[ -e "$TESTS/$t.o" ] || { echo "no unit test $t" >&2; exit 1; }
		sound "$file" "$t" || exit 1
	done
	base=$work/$(echo "$file" | tr / .)
	awk -f "$here/seed.awk" "$file" | awk -v each="${EACH:-1}" \
		'NR % each == 0' | while IFS=$tab read -r n line what text; do
		printf '%s\t%s\t%s\t%s\n' "$file" "$line" "$what" "$tests" \
			>"$base.$n.row"
		# from awk, which keeps the blanks that read takes away
		awk -f "$here/seed.awk" "$file" | awk -F"$tab" -v n="$n" \
			'$1 == n { sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, ""); print }' \
			>"$base.$n.new"
	done
done || exit 1

find "$work" -name '*.row' | sed 's/\.row$//' | sort |
	xargs -P "${J:-1}" -n 1 sh "$work/try.sh"

cat "$work"/*.said | grep -vx 'caught\|unbuilt\|endless' | sort >"$work/survived"
# those that nobody can see: file, what is turned, the new line, why
cut -f 1-3 "$here/equal.tsv" | sort >"$work/equal"
sed "s/:[0-9]*$tab/$tab/" "$work/survived" | sort >"$work/anonymous"
echo "faults: $(ls "$work" | grep -c '\.said$')," \
	"caught: $(cat "$work"/*.said | grep -cx caught)," \
	"without end: $(cat "$work"/*.said | grep -cx endless)," \
	"not C: $(cat "$work"/*.said | grep -cx unbuilt)," \
	"not to be seen: $(comm -12 "$work/anonymous" "$work/equal" | wc -l)"
# the lines of those that are in no list
left=$(comm -23 "$work/anonymous" "$work/equal")
[ -z "$left" ] || {
	echo "not caught:"
	awk -F"$tab" -v equal="$work/equal" 'BEGIN {
		while ((getline l < equal) > 0) known[l] = 1 }
		{ f = $1; sub(/:[0-9]*$/, "", f) }
		!((f "\t" $2 "\t" $3) in known)' "$work/survived"
	exit 1
}
