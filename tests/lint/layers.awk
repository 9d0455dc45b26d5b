# Which folder of src/ may include which: only lower ranks and itself.
# And who may see a foreign library.  Usage: awk -f layers.awk src/*/*.[ch]
BEGIN {
	rank["util"] = 0; rank["store"] = 1; rank["pack"] = 1
	rank["net"] = 1; rank["value"] = 2; rank["call"] = 2
	rank["sip"] = 2; rank["typeset"] = 2; rank["dossier"] = 3
	rank["ledger"] = 3; rank["evidence"] = 4; rank["check"] = 5
	rank["checklist"] = 6; rank["course"] = 6; rank["engine"] = 6; rank["drill"] = 6
	rank["visit"] = 7; rank["paper"] = 8
	rank["tui"] = 9; rank["web"] = 9
	rank["cli"] = 10

	home["sqlite3.h"] = "store"; home["cyaml/cyaml.h"] = "pack"
	home["yaml.h"] = "pack"; home["csv.h"] = "util"
	home["curl/curl.h"] = "net"; home["libxml/HTMLparser.h"] = "net"
	home["hpdf.h"] = "typeset"; home["hb.h"] = "typeset"
	home["hb-ot.h"] = "typeset"; home["hb-subset.h"] = "typeset"
	home["hpdf_doc.h"] = "typeset"; home["hpdf_objects.h"] = "typeset"
	home["fontconfig/fontconfig.h"] = "typeset"
	home["jpeglib.h"] = "typeset"; home["png.h"] = "typeset"
	home["qpdf/qpdf-c.h"] = "paper"
	home["md4c.h"] = "typeset"; home["linebreak.h"] = "typeset"
	home["qrencode.h"] = "typeset"
	home["curses.h"] = "tui"; home["ncurses.h"] = "tui"
	home["re.h"] = "sip engine drill web"
	home["libical/ical.h"] = "cli"
	home["archive.h"] = "util"; home["archive_entry.h"] = "util"
	home["microhttpd.h"] = "web"
	home["rem.h"] = "sip engine drill"
}

FNR == 1 {
	n = split(FILENAME, part, "/")
	here = part[n - 1]
	if (!(here in rank))
		complain("folder " here " has no rank")
}

match($0, /^#include [<"][^>"]+[>"]/) {
	file = substr($0, RSTART + 10, RLENGTH - 11)
	n = split(file, part, "/")
	dir = n > 1 ? part[1] : ""

	if (dir in rank && dir != here && rank[dir] >= rank[here])
		complain(here " must not include " file)
	if ((file in home) && !index(" " home[file] " ", " " here " "))
		complain("only " home[file] " may include " file)
}

function complain(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text
	bad = 1
}

END { exit bad }
