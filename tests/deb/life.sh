#!/bin/bash
# life.sh OLD NEW WORK [BASE]  the life of the packages in a Debian of their own
#
# OLD and NEW are folders with the three packages of two versions, WORK is for
# the chroot, BASE a Debian that debootstrap has made (it makes one if there is
# none).  As root, with a Debian mirror.  Installed, used, upgraded while an
# engine runs, removed, purged: the data stays, nothing else does.
#
# There is no systemd in a chroot: what the packages ask of it is written down
# by a stand-in, and the engine is started by the line of its unit.

set -eu

old=$(realpath "$1")
new=$(realpath "$2")
mkdir -p "$3"
work=$(realpath "$3")
base=${4:-$work/base}
root=$work/root
suite=${SUITE:-bookworm}
mirror=${MIRROR:-http://deb.debian.org/debian}

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# as one who works there
as() { inside setpriv --reuid 1000 --regid 1000 --clear-groups env HOME=/home/li "$@"; }
fail() { say "FAILED: $*"; exit 1; }

engine=
finish() {
	[ -z "$engine" ] || pkill -9 -P "$engine" || kill -9 "$engine" 2>/dev/null || true
	umount "$root/proc" "$root/dev" 2>/dev/null || true
}
trap finish EXIT

[ -d "$base/usr" ] || {
	say "debootstrap $suite"
	debootstrap --variant=minbase "$suite" "$base" "$mirror" >"$work/debootstrap.log"
}
rm -rf --one-file-system "$root"
cp -a "$base" "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"

# the stand-in: what is enabled and running are files
mkdir -p "$root/run/systemd/system" "$root/usr/local/sbin"
cat >"$root/usr/local/sbin/systemctl.stand-in" <<'END'
#!/bin/sh
echo "systemctl $*" >>/var/log/asked
for a; do :; done
case " $* " in
*" is-enabled "*) [ -e /run/enabled ] && echo enabled || echo disabled ;;
*" is-active "*) [ -e /run/active ] ;;
esac
END
chmod 755 "$root/usr/local/sbin/systemctl.stand-in"

install() {
	rm -rf "$root/pkg"
	mkdir "$root/pkg"
	cp "$1"/*.deb "$root/pkg"
	rm -f "$root"/pkg/*dbgsym*
	# shellcheck disable=SC2046 # names without blanks
	inside apt-get install -y -q --no-install-recommends \
		$(cd "$root" && ls ./pkg/*.deb | sed 's/^\.//') >>"$work/apt.log" 2>&1 ||
		{ tail -20 "$work/apt.log"; fail "apt-get install"; }
}

: >"$work/apt.log"
inside apt-get update -q >>"$work/apt.log" 2>&1
inside apt-get install -y -q --no-install-recommends systemd poppler-utils \
	util-linux >>"$work/apt.log" 2>&1
mv "$root/bin/systemctl" "$root/bin/systemctl.real"
ln -s /usr/local/sbin/systemctl.stand-in "$root/bin/systemctl"
inside useradd -m -u 1000 li
(cd "$root" && find etc lib usr var -xdev ! -type d) | sort >"$work/before"

touch "$root/var/log/asked"
say "install $(ls "$old" | grep -c '\.deb$') packages of the old version"
install "$old"
inside dpkg-query -W 'callpermit*'
# the first state of the packages left this to the administrator
inside getent group callpermit >/dev/null || inside groupadd -r callpermit
! grep -q ' start ' "$root/var/log/asked" || fail "an engine without configuration was started"

say "use it"
as callpermit import /usr/share/callpermit/data/sample/complete.yaml
as callpermit set 2026-0001 site.area=163
# 1: something is still open, so the papers are drafts
as callpermit paper 2026-0001 make -o /home/li/papers >/dev/null || [ $? = 1 ]
pdf=$(ls "$root"/home/li/papers/*.pdf | wc -l)
[ "$pdf" -gt 10 ] || fail "$pdf papers"
as callpermit --json show 2026-0001 >"$work/show.old"
as callpermit --json list >"$work/list.old"

say "the engine, as its unit runs it"
mkdir -p "$root/etc/callpermit" "$root/var/lib/callpermit-engine"
sed 's|^data: .*|data: /var/lib/callpermit-engine|' \
	"$root/usr/share/callpermit/data/engine/sample.yaml" \
	>"$root/etc/callpermit/engine.yaml"
inside chown -R root:callpermit /etc/callpermit
inside chmod -R u=rwX,g=rX,o= /etc/callpermit
inside chown nobody:callpermit /var/lib/callpermit-engine
cat "$root/etc/callpermit/engine.yaml" | sha256sum >"$work/conf.old"
# start LOG: by the line of the unit, as nobody with the group of the engine
start() {
	local line
	# the first state of the unit had it as a credential
	line=$(sed -n 's/^ExecStart=//p' \
		"$root"/lib/systemd/system/callpermit-engine.service |
		sed 's|${CREDENTIALS_DIRECTORY}|/etc/callpermit|')
	# shellcheck disable=SC2086 # words of a command
	inside setpriv --reuid nobody --regid callpermit --clear-groups $line \
		>"$1" 2>&1 &
	engine=$!
	for _ in $(seq 300); do
		grep -q '^ready' "$1" && break
		kill -0 "$engine" 2>/dev/null || { cat "$1"; fail "the engine has ended"; }
		sleep 0.1
	done
	grep -q '^ready' "$1" || { cat "$1"; fail "the engine is not ready"; }
}
stop() {
	kill -TERM "$(pgrep -P "$engine" -f callpermit || echo "$engine")"
	wait "$engine" || fail "the engine ended with $?"
	engine=
}
start "$work/engine.old.log"
touch "$root/run/enabled" "$root/run/active"
: >"$root/var/log/asked"

say "upgrade while it runs"
install "$new"
inside dpkg-query -W 'callpermit*'
cat "$root/var/log/asked"
grep -q 'restart callpermit-engine.service' "$root/var/log/asked" ||
	fail "a running engine was not started anew"
grep -q 'daemon-reload' "$root/var/log/asked" || fail "no daemon-reload"
stop
start "$work/engine.new.log"
stop
sha256sum <"$root/etc/callpermit/engine.yaml" | cmp - "$work/conf.old" ||
	fail "the configuration was touched"
as callpermit --json show 2026-0001 >"$work/show.new"
# the fields of a newer pack may be more; what was there is the same
for f in site.area co.name co.uscc; do
	[ "$(grep -o "\"$f\":[^,}]*" "$work/show.old")" = \
		"$(grep -o "\"$f\":[^,}]*" "$work/show.new")" ] || fail "$f has changed"
done
as callpermit log 2026-0001 --verify | tail -1
as callpermit undo 2026-0001 >/dev/null
as callpermit evidence 2026-0001 verify >/dev/null || [ $? = 1 ]

say "remove"
inside getent group callpermit >/dev/null || fail "no group callpermit"
rm "$root/run/active"
: >"$root/var/log/asked"
inside apt-get remove -y -q callpermit callpermit-engine callpermit-data \
	>>"$work/apt.log" 2>&1
grep -q 'stop callpermit-engine.service' "$root/var/log/asked" ||
	fail "the engine was not stopped"
[ ! -e "$root/usr/bin/callpermit" ] || fail "the program is still there"
[ -e "$root/etc/callpermit/engine.yaml" ] || fail "the configuration is gone"
[ -e "$root/var/lib/callpermit-engine/calls.db" ] || fail "the records are gone"

say "purge"
inside dpkg --purge callpermit callpermit-engine callpermit-data \
	>>"$work/apt.log" 2>&1
inside apt-get autoremove --purge -y -q >>"$work/apt.log" 2>&1
[ -z "$(inside dpkg-query -W 'callpermit*' 2>/dev/null)" ] ||
	fail "a package is left"
[ -e "$root/home/li/.local/share/callpermit/dossiers.db" ] ||
	fail "the dossiers are gone"
[ -e "$root/var/lib/callpermit-engine/calls.db" ] || fail "the records are gone"
(cd "$root" && find etc lib usr var -xdev ! -type d) | sort >"$work/after"
left=$(comm -13 "$work/before" "$work/after" | grep callpermit |
	grep -v '^etc/callpermit/engine.yaml$\|^var/lib/callpermit-engine/' || true)
[ -z "$left" ] || fail "left behind: $left"

say "installed anew, the data is there"
install "$new"
as callpermit --json list | grep -q 2026-0001 || fail "the dossier is not found"
say "all well"
