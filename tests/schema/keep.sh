# keep.sh PROG [LABEL]: keep the databases of this program's schemas as text,
# for tests that open them with the programs to come.  One is written for each
# schema that none is kept of; LABEL is put into its name, for a schema that
# came in several forms under one number.
#
# Everybody in them is made up.  After a step is added to a schema:
#   make && sh tests/schema/keep.sh build/callpermit

set -eu
PROG=$(realpath "$1")
LABEL=${2:+-$2}
HERE=$(realpath "$(dirname "$0")")
SRC=$HERE/../../src
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT

export CALLPERMIT_DB="$DIR/dossiers.db" CALLPERMIT_NOW=2026-11-22T10:00
export LC_ALL=C.UTF-8
PACK=${PACK:-$HERE/pack}
FACTS=${FACTS:-$HERE/dossier.yaml}

# keep DATABASE NAME
keep() {
	version=$(sqlite3 "$1" 'PRAGMA user_version')
	to=$HERE/$2-$(printf %02d "$version")$LABEL.sql
	if [ -e "$to" ]; then
		return
	fi
	{
		sqlite3 "$1" .dump
		echo "PRAGMA user_version = $version;"
		echo "PRAGMA application_id = $(sqlite3 "$1" \
			'PRAGMA application_id');"
	} >"$to.new"
	mv "$to.new" "$to"
	echo "$to"
}

# calls_of KIND FILE.c: the steps of a database that the engine writes
steps_of() {
	grep -o '{ [0-9]*, sql_[a-z_]* }' "$SRC/ledger/$1.c" |
		sed 's/{ \([0-9]*\), sql_\([a-z_]*\) }/\1 \2/' | sort -n
}

ours() {
	"$PROG" --data "$PACK" "$@" >/dev/null
}

ours import "$FACTS"
ours set 2026-0001 co.name=示例网络有限公司
ours set 2026-0001 site.area=90
ours undo 2026-0001
ours act 2026-0001 go --date 2026-11-20 note=示例 || true
ours due || true
sqlite3 "$DIR/dossiers.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
keep "$DIR/dossiers.db" dossiers

[ -z "${DOSSIERS_ONLY:-}" ] || exit 0
for kind in calls:0x63706361 desk:0x63706465; do
	name=${kind%%:*}
	db=$DIR/$name.db
	steps_of "$name" | while read -r n step; do
		{
			cat "$SRC/store/$step.sql"
			echo "PRAGMA user_version = $n;"
		} | sqlite3 "$db"
		rows=$HERE/$name.rows
		[ "$n" != 1 ] || sqlite3 "$db" <"$rows"
	done
	sqlite3 "$db" "PRAGMA application_id = $((${kind##*:}))"
	keep "$db" "$name"
done
