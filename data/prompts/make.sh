#!/bin/sh
# Make the announcements from the texts in prompts.tsv, and the ringing tone:
# 8 kHz mono A-law WAV.  Needs espeak-ng and sox.  Studio files of the same
# names may replace them.
set -eu
cd "$(dirname "$0")"

to_phone() {
	sox -D "$1" -r 8000 -c 1 -e a-law "$2" norm -6
}

raw=$(mktemp --suffix=.wav)
trap 'rm -f "$raw"' EXIT

grep -v '^#' prompts.tsv | while IFS='	' read -r name text; do
	espeak-ng -v cmn -s 160 -w "$raw" "$text"
	to_phone "$raw" "$name.wav"
done

# Ringing: 450 Hz, 1 s on, 4 s off (GB/T 3380)
sox -D -n -r 8000 -c 1 -e a-law ringback.wav synth 1 sine 450 gain -16 \
	fade t 0.01 1 0.01 pad 0 4

# Music for who is put on hold: sixteen plucked notes of a pentatonic scale,
# nobody's tune, 8 s that repeat
set --
for note in C4 E4 G4 A4 G4 E4 D4 G3 C4 D4 E4 G4 A4 C5 G4 E4; do
	set -- "$@" "|sox -D -n -r 8000 -p synth 0.5 pluck $note"
done
sox -D "$@" -r 8000 -c 1 -e a-law hold.wav norm -16
