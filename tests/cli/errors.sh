#!/bin/sh
# errors.sh PROG  prints callpermit-errors(7), from the program's own table;
# "make errors" keeps it in man/

cat <<'HEAD'
.\" Made by "make errors" from the table of the codes; not edited
.Dd November 28, 2026
.Dt CALLPERMIT-ERRORS 7
.Os
.Sh NAME
.Nm callpermit-errors
.Nd codes of errors, and what to do
.Sh DESCRIPTION
An error of
.Xr callpermit 1
is a sentence with a code behind it in brackets:
.Bd -literal -offset indent
callpermit: no dossier 2026-0009; see the numbers with: callpermit list [E-NO-DOSSIER]
.Ed
.Pp
The sentence names the thing and the place, and may be put otherwise in a later
version or in Chinese.
The code stands for the kind of trouble and stays what it is: scripts may test
for it, and reports of trouble should carry it.
With
.Fl Fl json
the error is one line of JSON on standard error, with
.Li error ,
.Li code
and
.Li exit .
The log of the engine and the screens show the code too; hints of a screen have
none.
.Nm callpermit Cm explain Ar code
shows what stands below, in the language of the user.
.Sh CODES
The number in parentheses is the exit status that usually comes with it.
.Bl -tag -width Ds
HEAD
"$1" --lang en --json explain | jq -r '.[] |
	".It Li \(.code) (\(.exit))\n\(.means | gsub("\\\\"; "\\e"))\n" +
	".br\n\(.todo | gsub("\\\\"; "\\e"))"'
cat <<'TAIL'
.El
.Sh SEE ALSO
.Xr callpermit 1 ,
.Xr callpermit-engine 5 ,
.Xr callpermit-rules 5 ,
.Xr callpermit-templates 5 ,
.Xr callpermit-engine 8
TAIL
