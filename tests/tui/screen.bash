# Drives the real program in a terminal of its own.  Every wait is bounded;
# UPDATE=1 writes the *.screen files instead of comparing with them.

setup() {
	export HOME="$BATS_TEST_TMPDIR" XDG_DATA_HOME="$BATS_TEST_TMPDIR/data"
	export XDG_STATE_HOME="$BATS_TEST_TMPDIR/state"
	export XDG_CONFIG_HOME="$BATS_TEST_TMPDIR/config"
	export CALLPERMIT_NOW=2026-11-22T09:00
	unset CALLPERMIT_DB NO_COLOR COLORFGBG TMUX
	SOCKET="callpermit-$$-$BATS_TEST_NUMBER"
	"$PROG" import "$BATS_TEST_DIRNAME/../../data/sample/complete.yaml"
}

teardown() {
	term kill-server 2>/dev/null || true
}

term() {
	tmux -L "$SOCKET" -f /dev/null "$@"
}

# start WIDTH HEIGHT [VARIABLE=VALUE...] [-- ARGUMENT...]
start() {
	local width=$1 height=$2
	local vars=()

	shift 2
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		vars+=("$1")
		shift
	done
	[ $# -gt 0 ] && shift
	# a server that was killed may still be going
	for _ in 1 2 3 4 5; do
		term new-session -d -x "$width" -y "$height" \
			env "${vars[@]}" sh -c \
			'"$@"; echo "exit $?"; exec sleep 60' \
			sh "$PROG" "$@" && return
		sleep 0.3
	done
	return 1
}

# The screen, without blanks at line ends and empty lines at the end
screen() {
	term capture-pane -p | sed -e 's/ *$//' | sed -e :a \
		-e '/^\n*$/{$d;N;ba' -e '}'
}

# until_true COMMAND...: tries for up to half a minute
until_true() {
	for _ in $(seq 300); do
		if "$@"; then
			return 0
		fi
		sleep 0.1
	done
	echo "never true: $*"
	screen
	return 1
}

shows() {
	screen | grep -qF -- "$1"
}

# see TEXT...: waits until the screen has each of them
see() {
	for text in "$@"; do
		until_true shows "$text"
	done
}

# down_to TEXT: goes down until the screen has it
down_to() {
	for _ in $(seq 100); do
		! shows "$1" || return 0
		keys Down
		sleep 0.05
	done
	see "$1"
}

# The cursor of the course goes down until it stands on the lease
at_lease() {
	screen | grep -q '^>.*E-LEASE' && return 0
	keys j
	return 1
}

hides() {
	! screen | grep -qF -- "$1"
}

# From the list into the application form
application() {
	see 2026-0001
	keys Enter
	see 公司名称
}

keys() {
	term send-keys "$@"
}

# Types text as a keyboard does, then waits until it is on the screen
typed() {
	term send-keys -l -- "$1"
	see "$1"
}

# Time on a core and state of the program
at_work() {
	sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 1,12,13
}

# Waits until the program has nothing to do but to wait for a key
rest() {
	local pid was now

	pid=$(program)
	[ -n "$pid" ] || return 0
	for _ in $(seq 300); do
		was=$(at_work "$pid")
		sleep 0.05
		now=$(at_work "$pid")
		if [ "$was" = "$now" ] && [ "${now#S}" != "$now" ]; then
			return 0
		fi
	done
}

# Esc stands alone only if nothing follows before the program has read it
escape() {
	rest
	keys Escape
	sleep 0.1
	rest
}

same() {
	[ "$(screen)" = "$(cat "$BATS_TEST_DIRNAME/$1.screen")" ]
}

# look NAME: the screen is that of NAME.screen
look() {
	if [ -n "$UPDATE" ]; then
		sleep 0.5
		screen >"$BATS_TEST_DIRNAME/$1.screen"
		return
	fi
	until_true same "$1" || {
		diff -u "$BATS_TEST_DIRNAME/$1.screen" <(screen)
		return 1
	}
}

# Process id of the program in the terminal
program() {
	pgrep -P "$(term display -p '#{pane_pid}')" | head -1
}

# value GROUP.KEY: what is on disk for the dossier
value() {
	"$PROG" --json show 2026-0001 | perl -MJSON::PP -e '
		local $/; my $at = decode_json(<STDIN>)->{facts};
		$at = $at->{$_} for split /\./, $ARGV[0];
		binmode STDOUT, ":utf8"; print $at // "";' "$1"
}

holds() {
	[ "$(value "$1")" = "$2" ]
}
