#!/bin/sh
# Make the announcements from the texts in prompts.tsv, and the tones: 8 kHz
# mono A-law WAV.  Needs espeak-ng and sox.  Studio files of the same names may
# replace them.
set -eu
cd "$(dirname "$0")"

raw=$(mktemp --suffix=.wav)
trap 'rm -f "$raw"' EXIT

# speak VOICE FILE TEXT: silence before and after is cut off, so that numbers
# follow each other closely
speak() {
	espeak-ng -v "$1" -s 160 -w "$raw" "$3"
	sox -D "$raw" -r 8000 -c 1 -e a-law "$2" norm -6 \
		silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse \
		pad 0.02 0.06
}

grep -v '^#' prompts.tsv | while IFS='	' read -r name zh en; do
	speak cmn "$name.wav" "$zh"
	[ -z "$en" ] || speak en "$name.en.wav" "$en"
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

# Speak now
sox -D -n -r 8000 -c 1 -e a-law beep.wav synth 0.4 sine 1000 gain -12 \
	fade t 0.01 0.4 0.01 pad 0.1 0
