#!/usr/bin/env bats
# What the screens look like

load screen

@test "the list at 80x24" {
	start 80 24
	look list-80x24
}

@test "the list at 60x12 drops columns" {
	start 60 12
	look list-60x12
}

@test "the list at 200x50 shows more beside" {
	start 200 50
	look list-200x50
}

@test "a form at 80x24" {
	start 80 24
	application
	look form-80x24
}

@test "a form at 60x12" {
	start 60 12
	application
	look form-60x12
}

@test "a form at 200x50" {
	start 200 50
	application
	look form-200x50
}

@test "a choice stands over its form" {
	start 80 24
	application
	keys Down Enter
	look choice-80x24
}

@test "the keys of the list" {
	start 80 24
	see 2026-0001
	keys '?'
	look help-80x24
}

@test "LANG=C and no colour show the same characters" {
	start 80 24 LC_ALL= LANG=C NO_COLOR=1
	look list-80x24
}

@test "NO_COLOR sends no colour" {
	start 80 24 NO_COLOR=1
	application
	run term capture-pane -p -e
	[[ ! "$output" =~ $'\e'\[[0-9\;]*3[0-7] ]]
}

@test "English" {
	start 80 24 -- --lang en
	see 'Dossiers' 'Enter open' 'q quit'
	keys Enter
	see 'Company name'
}

@test "an empty database says what to do" {
	rm -rf "$XDG_DATA_HOME"
	start 80 24
	see 入门
	escape
	see '还没有案卷' '按 n 新建'
	keys Enter
	see '没有可以操作的案卷'
}

@test "below the smallest size it says so, and comes back" {
	start 80 24
	see 2026-0001
	term resize-window -x 50 -y 9
	see '窗口太小' '60x12'
	term resize-window -x 80 -y 24
	look list-80x24
}

@test "the filter follows the typing" {
	"$PROG" import --draft "$BATS_TEST_DIRNAME/../../data/sample/faulty.yaml"
	start 80 24
	see 2026-0001 2026-0002
	keys /
	typed 云岭
	until_true hides 2026-0002
	keys BSpace BSpace
	see 2026-0001 2026-0002
	typed 没有的
	see '没有编号或企业名称'
	escape
	see 2026-0001 2026-0002
}

@test "of a long list the first rows stand there while one types" {
	sqlite3 "$XDG_DATA_HOME/callpermit/dossiers.db" "WITH n(i) AS (SELECT 1000 UNION ALL
		SELECT i + 1 FROM n WHERE i < 11999)
		INSERT INTO dossier(no, name, created, updated, pack_version,
			pack_sha256) SELECT printf('%04d-%04d', 2030 + i / 10000,
			i % 10000), '长单示例' || i || '公司', 1, i, pack_version,
			pack_sha256 FROM n, dossier WHERE id = 1"
	"$PROG" search --rebuild
	start 80 24
	keys /
	typed 长单
	see '1/200+' '长单示例'
	until_true shows '1/11000 '
	keys Enter End
	see '11000/11000 '
	keys Home /
	typed 示例
	keys Enter
	see '1/11000 '
}

@test "the filter takes initials, and looks into facts if it must" {
	"$PROG" import --draft "$BATS_TEST_DIRNAME/../../data/sample/faulty.yaml"
	start 80 24
	see 2026-0001 2026-0002
	keys /
	typed bjys
	until_true hides 2026-0001
	see 北京远声 '筛选“bjys”'
	hides 在填报内容中
	keys C-u
	typed 周晴
	see 2026-0001 '在填报内容中'
	until_true hides 2026-0002
	keys C-u
	typed '"*'
	see '没有编号或企业名称'
	keys C-u
	typed 声
	see 北京远声
	until_true hides 2026-0001
	keys Enter
	escape
	see 2026-0001 2026-0002
}
