# Stages, clocks and duties: the rows of the research paper against the data, and
# the data against itself.  Without the paper only the latter is checked.

load common

PAPER=${DOMAIN_PAPER:-$BATS_TEST_DIRNAME/../../../shared/domain.md}
DATA=$BATS_TEST_DIRNAME/../../data

paper() {
	[ -f "$PAPER" ] || skip "no research paper here"
}

# Lines of the paper from one heading to the next given
part() {
	sed -n "/^$1/,/^$2/p" "$PAPER"
}

# First cells of the tables on stdin
cells() {
	sed -n 's/^| *\([^|]*[^| ]\) *|.*/\1/p'
}

# Rows of a list of a data file as lines "id key value", lists without brackets
rows() {
	awk -v list="$2" '
		/^[a-z]+:/ { on = ($1 == list ":") }
		!on { next }
		/^  - id:/ { id = $3 }
		/^  (- |  )[a-z_]+:/ {
			line = substr($0, 5)
			key = line
			sub(/:.*/, "", key)
			sub(/^[a-z_]+: */, "", line)
			if (line ~ /^\[/)
				gsub(/[][",]/, "", line)
			print id, key, line
		}' "$DATA/$1"
}

ids() {
	rows "$1" "$2" | awk '$2 == "id" { print $1 }'
}

# The value of one key of one row
value() {
	rows "$1" "$2" | awk -v id="$3" -v key="$4" '
		$1 == id && $2 == key {
			sub(/^[^ ]+ [^ ]+ /, "")
			gsub(/^"|"$/, "")
			print
		}'
}

@test "every stage of the paper is a stage, in its order" {
	paper
	want=$(part '## 6\. ' '### 6.1' | cells | grep -E '^ST-[0-9]+$')
	[ "$(wc -l <<<"$want")" -eq 14 ]
	have=$(ids stages.yaml stages | grep -xE 'ST-[0-9]+')
	[ "$have" = "$want" ]
}

@test "every end of the paper is an end" {
	paper
	ends=$(part '## 6\. ' '### 6.1' | grep -o 'terminal: `[^`]*`' |
		grep -oE '[A-Z_]+')
	[ "$(wc -l <<<"$ends")" -eq 5 ]
	for id in $ends; do
		[ "$(value stages.yaml stages "$id" end)" = true ] ||
			{ echo "no end $id"; false; }
	done
}

@test "every duty of the paper is a duty" {
	paper
	n=0
	for id in $(part '## 9\. ' 'Deadline engine' | cells |
		grep -E '^D-[0-9]+$'); do
		ids duties.yaml duties | grep -qE "^${id}[A-Z]?\$" ||
			{ echo "no duty $id"; false; }
		n=$((n + 1))
	done
	[ "$n" -eq 28 ]
}

@test "days of the paper's duties are those of the data, of the same kind" {
	paper
	n=0
	while read -r id days kind; do
		for have in $(ids duties.yaml duties | grep -E "^${id}[A-Z]?\$"); do
			add=$(value duties.yaml duties "$have" add)
			[ "${add#-}" = "$days" ] || continue
			[ "$(value duties.yaml duties "$have" unit)" = "$kind" ]
			n=$((n + 1))
			continue 2
		done
		echo "$id: $days days, $kind"
		false
	done < <(part '## 9\. ' 'Deadline engine' | sed 's/\*//g' | awk -F'|' '
		$2 ~ /^ D-(04|06|07|08|16|17|19|25) / {
			cell = $4 $3
			match(cell, /[0-9]+ (working )?days/)
			split(substr(cell, RSTART, RLENGTH), word, " ")
			print $2, word[1], word[2] == "working" ? "working" : "calendar"
		}')
	[ "$n" -eq 8 ]
}

@test "a month of a yearly duty is the paper's" {
	paper
	part '## 9\. ' 'Deadline engine' | grep '^| D-01' | grep -q '01-01…03-31'
	[ "$(value duties.yaml duties D-01 opens)" = 01-01 ]
	[ "$(value duties.yaml duties D-01 month_day)" = 03-31 ]
	part '## 9\. ' 'Deadline engine' | grep '^| D-18' | grep -q 'June–Aug'
	[ "$(value duties.yaml duties D-18 opens)" = 06-01 ]
	[ "$(value duties.yaml duties D-18 month_day)" = 08-31 ]
}

@test "acts lead from and to stages, no stage is a dead end, all are reached" {
	{
		rows stages.yaml stages
		echo acts
		rows stages.yaml acts
	} | awk '
		$1 == "acts" { acts = 1; next }
		!acts && $2 == "id" { stage[$1] = 1 }
		!acts && $2 == "end" { end[$1] = 1 }
		acts && $2 == "from" {
			for (i = 3; i <= NF; i++) {
				n++
				act[n] = $1
				from[n] = $i
			}
		}
		acts && $2 == "to" { to[$1] = $3 }
		END {
			reached["ST-0"] = 1
			for (more = 1; more;) {
				more = 0
				for (i = 1; i <= n; i++) {
					t = to[act[i]]
					if (from[i] in reached && !(t in reached))
						more = reached[t] = 1
				}
			}
			for (i = 1; i <= n; i++) {
				if (!(from[i] in stage) || !(to[act[i]] in stage))
					print "no stage", act[i], from[i], to[act[i]]
				if (from[i] in end)
					print "leaves an end:", act[i]
				if (from[i] != to[act[i]])
					left[from[i]] = 1
			}
			for (s in stage) {
				if (!(s in reached))
					print "never reached:", s
				if (!(s in left) && !(s in end))
					print "a dead end:", s
			}
			if (n < 100)
				print "only", n
		}' >"$DIR/wrong"
	cat "$DIR/wrong"
	[ ! -s "$DIR/wrong" ]
}

@test "what an act needs it asks for, and a closed one says why" {
	rows stages.yaml acts | awk '
		{ row[$1] = 1 }
		$2 == "asks" || $2 == "needs" {
			for (i = 3; i <= NF; i++)
				has[$1, $2, $i] = 1
		}
		$2 == "needs" { needs[$1] = $0 }
		$2 == "guard" || $2 ~ /^closed/ { has[$1, $2] = 1 }
		END {
			for (id in needs) {
				n = split(needs[id], word, " ")
				for (i = 3; i <= n; i++)
					if (!((id, "asks", word[i]) in has))
						print id, word[i]
			}
			for (id in row)
				if (((id, "guard") in has) != ((id, "closed") in has) ||
				    ((id, "closed") in has) != ((id, "closed_en") in has))
					print id, "closed"
		}' >"$DIR/wrong"
	cat "$DIR/wrong"
	[ ! -s "$DIR/wrong" ]
	# the fields that are asked for are fields of a step
	fields=$(sed -n '/group: step/,/group: stage/p' \
		"$DATA/../forms/progress.yaml" |
		sed -n 's/.*key: \([a-z_]*\).*/\1/p')
	for ask in $(rows stages.yaml acts | awk '$2 == "asks"' |
		cut -d' ' -f3- | tr ' ' '\n' | sort -u); do
		grep -qx "$ask" <<<"$fields" || { echo "no field $ask"; false; }
	done
}

@test "the acts that count as corrections are those that stage.round counts" {
	counted=$(sed -n '/key: round/s/.*calculate: "\([^"]*\)".*/\1/p' \
		"$DATA/../forms/progress.yaml" | grep -oE "'[a-z_]+'" | tr -d "'")
	[ -n "$counted" ]
	[ "$counted" = "$(rows stages.yaml acts |
		awk '$2 == "correction" && $3 == "true" { print $1 }')" ]
}

@test "clocks start and stop with acts and pause in stages" {
	ids stages.yaml acts >"$DIR/acts"
	ids stages.yaml stages >"$DIR/stages"
	n=0
	while read -r id key words; do
		for word in $words; do
			grep -qx -- "$word" "$DIR/$([ "$key" = pause ] &&
				echo stages || echo acts)" ||
				{ echo "$id $key $word"; false; }
			n=$((n + 1))
		done
	done < <(rows clocks.yaml clocks | awk '$2 ~ /^(start|stop|pause)$/')
	[ "$n" -gt 50 ]
	# numbers of an authority come with their unit
	while read -r id days; do
		[ "$(value clocks.yaml clocks "$id" unit)" = "${days}_unit" ]
	done < <(rows clocks.yaml clocks |
		awk '$2 == "days" && $3 ~ /^"profile/ { gsub(/"/, ""); print $1, $3 }')
}

@test "acts and stages that expressions name are there" {
	ids stages.yaml acts >"$DIR/acts"
	ids stages.yaml stages >"$DIR/stages"
	files="$DATA/stages.yaml $DATA/clocks.yaml $DATA/duties.yaml"
	for act in $(grep -hoE "act (=|IN) \(?'[^)]*'" $files \
		"$DATA/../forms/progress.yaml" | grep -oE "'[a-z_]+'" | tr -d "'"); do
		grep -qx "$act" "$DIR/acts" || { echo "no act $act"; false; }
	done
	for stage in $(grep -hoE "'ST-[0-9A-Z]+'" $files | tr -d "'"); do
		grep -qx "$stage" "$DIR/stages" || { echo "no stage $stage"; false; }
	done
}

@test "ids come once, rows cite known sources and speak both languages" {
	sed -n 's/^  - key: "\(.*\)"/\1/p' "$DATA/sources.yaml" >"$DIR/sources"
	for list in "stages.yaml stages" "stages.yaml acts" "clocks.yaml clocks" \
		"duties.yaml duties" "duties.yaml expiries"; do
		[ -z "$(ids $list | sort | uniq -d)" ]
		for id in $(ids $list); do
			keys=$(value $list "$id" sources)
			[ -n "$keys" ] || { echo "$id cites nothing"; false; }
			for key in $keys; do
				grep -qxF "$key" "$DIR/sources" ||
					{ echo "$id: no source $key"; false; }
			done
		done
		rows $list | awk '
			$2 ~ /^(title|next|closed|consequence)(_en)?$/ {
				key = $2
				sub(/_en$/, "", key)
				n[$1 " " key]++
			}
			END { for (k in n) if (n[k] != 2) { print k; bad = 1 } exit bad }'
	done
}

@test "what only custom or nobody confirms is not said as law" {
	doubt='(代办机构|未经证实|未见)'
	n=0
	# rows that cite nothing stronger than agencies (A, S1) name them
	for list in "stages.yaml stages" "clocks.yaml clocks" \
		"duties.yaml duties"; do
		for id in $(rows $list | awk '
			$2 == "sources" {
				strong = 0
				for (i = 3; i <= NF; i++)
					strong += $i !~ /^(A|A:FLOW|S1|BG)$/
				if (!strong) print $1
			}'); do
			rows $list | grep -qE "^$id (next|consequence) .*$doubt" ||
				{ echo "$id"; false; }
			n=$((n + 1))
		done
		# what is only background says so
		for id in $(rows $list | grep -E '^[^ ]+ sources .*\bBG\b' |
			cut -d' ' -f1); do
			rows $list | grep -qE "^$id (next|consequence) .*(未经证实|未核对)" ||
				{ echo "$id"; false; }
			n=$((n + 1))
		done
	done
	[ "$n" -gt 10 ]
}
