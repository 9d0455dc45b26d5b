#!/usr/bin/env bats
# What a user sets for himself, from the command line

load common

file() {
	echo "$DIR/config/callpermit/settings"
}

@test "config shows, sets and resets; --json too" {
	export XDG_CONFIG_HOME=$DIR/config
	run "$PROG" config
	[ "$status" -eq 0 ]
	[[ "$output" == *"mouse        off"* ]]
	"$PROG" config mouse on
	[ "$("$PROG" config mouse)" = on ]
	[ "$("$PROG" --json config | jq -r '.settings[] | select(.name == "mouse") | "\(.value) \(.chosen)"')" = 'on true' ]
	[ "$(stat -c %a "$(file)")" = 600 ]
	"$PROG" config reset mouse
	[ "$("$PROG" config mouse)" = off ]
	[ ! -s "$(file)" ]
}

@test "a chosen language holds for all commands; --lang comes before it" {
	export XDG_CONFIG_HOME=$DIR/config
	"$PROG" config language zh
	run "$PROG" help
	[[ "$output" == *用法* ]]
	run "$PROG" --lang en help
	[[ "$output" == usage* ]]
}

@test "what is wrong is refused with what there is, and nothing is lost" {
	export XDG_CONFIG_HOME=$DIR/config
	run "$PROG" config moose on
	[ "$status" -eq 3 ]
	[[ "$output" == *"did you mean mouse?"* ]]
	run "$PROG" config mouse maybe
	[ "$status" -eq 2 ]
	[[ "$output" == *"off on"* ]]
	[ ! -e "$(file)" ]
	mkdir -p "$DIR/config/callpermit"
	printf 'no equals sign\nmouse = on\nmouse=off\n# 备注\nfilter.昆明 = kmyl' >"$(file)"
	run "$PROG" config
	[ "$status" -eq 1 ]
	[[ "$output" == *"settings:1: write: name = value"* ]]
	[[ "$output" == *"settings:2: mouse stands in line 3 again"* ]]
	[[ "$output" == *"filter.昆明 = kmyl"* ]]
	"$PROG" config colours mono
	[ "$(cat "$(file)")" = "$(printf 'no equals sign\nmouse = on\nmouse=off\n# 备注\nfilter.昆明 = kmyl\ncolours = mono')" ]
}

@test "where the file cannot be written the old one stands" {
	export XDG_CONFIG_HOME=$DIR/config
	mkdir -p "$DIR/config/callpermit"
	mkdir "$(file)"
	run "$PROG" config mouse on
	[ "$status" -eq 2 ]
	[ -d "$(file)" ]
	rmdir "$(file)"
	head -c 70000 /dev/zero | tr '\0' x >"$(file)"
	run "$PROG" config mouse on
	[ "$status" -eq 2 ]
	[ "$(stat -c %s "$(file)")" = 70000 ]
}
