# Shared by the tests of encryption: keys, and who can use them.  A key written
# x'HEX' is taken as it is, which spares the rounds that make one of a word.

has_cipher() {
	"$PROG" init >/dev/null
	[ "$("$PROG" --json key | jq .built_in)" = true ] ||
		skip "built without SQLCipher"
}

keys() {
	printf "x'%064d'\n" 1 >"$DIR/key1"
	printf "x'%064d'\n" 2 >"$DIR/key2"
}

# With the first key, with the second
one() {
	"$PROG" --key-fd 7 "$@" 7<"$DIR/key1"
}

two() {
	"$PROG" --key-fd 7 "$@" 7<"$DIR/key2"
}

# A dossier with a record of evidence, and what all of it says
filled() {
	"$PROG" import "$SAMPLE/complete.yaml" >/dev/null
	NO=$("$PROG" list | head -1 | cut -d' ' -f1)
	echo "the lease of the hall" >"$DIR/lease.txt"
	head -c 200000 /dev/urandom >"$DIR/scan.bin"
	"$PROG" evidence "$NO" add "$DIR/lease.txt" --title Lease >/dev/null
	"$PROG" evidence "$NO" add "$DIR/scan.bin" --title Scan >/dev/null
}

# what RUN [ARGUMENT...]: all that a database says, asked with that function
what() {
	"$@" export "$NO"
	"$@" log "$NO"
	"$@" --json evidence "$NO" show
	"$@" search 云岭
}

# Words of the dossier, or of its files, in what lies below a folder
plain_in() {
	grep -rlaE "云岭|the lease of the hall|SQLite format" "$1"
}
