#!/bin/sh
# Make initials.tsv from Debian's package unicode-data (Unihan).  A character
# has the initial of its kMandarin reading, and a second one if kHanyuPinlu
# counts another reading at least 3 times for 100 of the first.
set -eu
cd "$(dirname "$0")"
src=${1:-/usr/share/unicode/Unihan_Readings.txt.bz2}
deb=$(dpkg-query -W -f '${Version}' unicode-data 2>/dev/null || echo unknown)
LC_ALL=C
export LC_ALL

bzcat "$src" | awk -F'\t' -v deb="$deb" '
# Plain letters: the tone marks of vowels go; n, m and h are letters already
function initial(s) {
	if (s ~ /^(\303\240|\303\241|\304\201|\307\216)/) return "a"
	if (s ~ /^(\303\250|\303\251|\304\223|\304\233)/) return "e"
	if (s ~ /^(\303\252|\341\272\277|\341\273\201)/) return "e"
	if (s ~ /^(\303\262|\303\263|\305\215|\307\222)/) return "o"
	if (s ~ /^(\305\204|\305\210|\307\271)/) return "n"
	if (s ~ /^\341\270\277/) return "m"
	return s ~ /^[a-z]/ ? substr(s, 1, 1) : ""
}
/^# Unicode version/ { sub(/.*: */, ""); unicode = $0 }
/^# Date/ { sub(/.*Date: */, ""); date = $0 }
$2 == "kMandarin" {
	n = split($3, r, " ")
	first[$1] = initial(r[1])
	if (n > 1 && initial(r[2]) != first[$1])
		second[$1] = initial(r[2])
}
$2 == "kHanyuPinlu" { counted[$1] = $3 }
END {
	for (u in counted) {
		n = split(counted[u], r, " ")
		delete sum
		for (i = 1; i <= n; i++) {
			split(r[i], part, /[()]/)
			sum[initial(part[1])] += part[2]
		}
		delete second[u]
		for (c in sum)
			if (c != first[u] && sum[c] * 100 >= sum[first[u]] * 3)
				if (!(u in second) || sum[c] > sum[second[u]])
					second[u] = c
	}
	printf "# Initials of the Mandarin readings of Chinese characters.\n"
	printf "# Made by make.sh; do not edit, see words.tsv for exceptions.\n"
	printf "# A row: first code point, 64 initials, 64 second ones (. none).\n"
	printf "#\n# From Unihan_Readings.txt, Unicode %s, %s\n", unicode, date
	printf "# (Debian package unicode-data %s): kMandarin, kHanyuPinlu.\n", deb
	printf "# Reduced to initials; the data has been modified.\n#\n"
	while ((getline line <"licence.txt") > 0)
		print line
	for (u in first) {
		code = substr(u, 3)
		block[substr("00000", 1, 5 - length(code)) code] = u
	}
	for (b = 0; b < 3200; b++) { # up to U+31FFF
		a = z = ""
		any = two = 0
		for (i = 0; i < 64; i++) {
			code = sprintf("%05X", b * 64 + i)
			u = block[code]
			c = u != "" && first[u] != "" ? first[u] : "."
			d = u != "" && second[u] != "" ? second[u] : "."
			any += c != "."
			two += d != "."
			a = a c
			z = z d
		}
		if (any)
			printf "%05X\t%s%s\n", b * 64, a, two ? "\t" z : ""
	}
}' >initials.tsv
