#!/bin/sh
# What a program is linked with: the packages of its libraries, their versions
# and licences, as a CycloneDX 1.5 list.
#
# usage: sbom.sh PROGRAM VERSION [STATIC-PACKAGE...]
set -eu
program=$1 version=$2
shift 2

packages() {
	ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | while read -r lib; do
		dpkg-query -S "$lib" 2>/dev/null ||
			dpkg-query -S "/usr$lib" 2>/dev/null || echo "?: $lib"
	done | sed 's/: .*//' | sort -u
	for p; do echo "$p:$(dpkg --print-architecture)"; done
}

# short names of a copyright file in the format of Debian; others are named so
licences() {
	sed -n 's/^License: *\([^ ].*\)$/\1/p' "/usr/share/doc/$1/copyright" |
		sort -u | grep . || echo "see the copyright file of $1"
}

packages "$@" | sort -u | while read -r p; do
	name=${p%%:*}
	echo "$name	$(dpkg-query -W -f '${Version}	${source:Package}' "$p")	$(licences "$name" |
		paste -sd '|')"
done | jq -R -s --arg version "$version" '
	{ bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
	  metadata: { component: { type: "application", name: "callpermit",
		version: $version,
		licenses: [{ license: { id: "BSD-2-Clause" } }] } },
	  components: [split("\n")[] | select(. != "") | split("\t") |
		{ type: "library", name: .[0], version: .[1],
		  purl: "pkg:deb/debian/\(.[0])@\(.[1])?source=\(.[2])",
		  licenses: [.[3] | split("|")[] | { license: { name: . } }] }] }'
