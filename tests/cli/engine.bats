# engine --check: what cannot start is found before it shall start

load common

check() {
	sed "$1" "$SAMPLE/../engine/sample.yaml" >"$DIR/engine.yaml"
	run "$PROG" engine --config "$DIR/engine.yaml" --check
	echo "$1: $output"
}

@test "the sample configuration has nothing wrong" {
	check ''
	[ "$status" -eq 0 ]
	[[ "$output" == *"nothing wrong"* ]]
	[ ! -e "$DIR/calls.db" ]
}

@test "each fault that would keep the engine from starting is named" {
	while IFS='|' read -r change says; do
		check "$change"
		[ "$status" -ne 0 ]
		[[ "$output" == *"$says"* ]]
		[[ "$output" != *"nothing wrong"* ]]
	done <<-'END'
	s/peer: [^,}]*/peer: nonsense/|nonsense
	s/strategy: [a-z-]*/strategy: nosuch/|nosuch
	s/prompt: [a-z-]*/prompt: gone/|gone
	s/direction: inbound/direction: Inbound/|Inbound
	s/udp:[^",]*/udp:here/|here
	s/address: [0-9.]*/address: there/|there
	END
}
