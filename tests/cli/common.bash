# Shared by the command-line tests: a database and folder for each test, a
# fixed clock, English messages.  PROG is set by the Makefile.

setup() {
	DIR=$(mktemp -d)
	export CALLPERMIT_DB=$DIR/data/dossiers.db
	export CALLPERMIT_NOW=2026-11-22T10:00
	unset LC_ALL LC_MESSAGES LANGUAGE
	export LANG=en_US.UTF-8
	SAMPLE=$BATS_TEST_DIRNAME/../../data/sample
}

teardown() {
	rm -rf "$DIR"
}
