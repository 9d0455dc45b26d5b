#!/usr/bin/env bats
# Filters with names, marks, and what is done with all that are marked

load screen

SAMPLES="$BATS_TEST_DIRNAME/../../data/sample"

# area NO: the area of its site
area() {
	"$PROG" --json show "$1" | jq -r .facts.site.area
}

area_is() {
	[ "$(area "$1")" = "$2" ]
}

# more: four dossiers, of which the last is of another company
more() {
	"$PROG" import "$SAMPLES/complete.yaml"
	"$PROG" import "$SAMPLES/complete.yaml"
	"$PROG" import --draft "$SAMPLES/faulty.yaml"
}

# bulk DEED: the nth of what can be done with those marked
bulk() {
	keys B
	see '对选中的'
	keys "$1" Enter
}

@test "a filter is saved under a name, taken again, and gone with r" {
	more
	start 80 24
	see 2026-0004
	keys S
	see '没有可保存的筛选'
	keys f
	see '还没有保存的筛选'
	keys /
	typed bjys
	keys Enter S
	see '筛选的名称：'
	keys C-u
	typed '远声𠮷一批'
	keys Enter
	see '已保存。'
	escape
	see 1/4
	keys f
	see '远声𠮷一批（“bjys”）'
	keys Enter
	see '筛选“bjys”' 1/1
	escape
	see 1/4
	keys :
	typed 远声𠮷
	see '选用已保存的筛选: 远声𠮷一批'
	keys Enter
	see '筛选“bjys”' 1/1
	keys / C-u
	typed 云岭
	keys Enter S C-u
	typed '远声𠮷一批'
	keys Enter
	see '取代了“bjys”'
	keys :
	typed 个人设置
	keys Enter
	see 设置项
	keys End
	see '> 远声𠮷一批               云岭'
	keys r
	see '已保存。按 u 撤销'
	hides 远声𠮷一批
	keys u
	see 远声𠮷一批
	grep -qx 'filter.远声𠮷一批 = 云岭' "$XDG_CONFIG_HOME/callpermit/settings"
}

@test "marks: one, all shown, the others; they outlive a filter" {
	more
	start 80 24
	see 1/4
	keys B
	see '没有选中案卷'
	keys Space
	see '已选 1 个  2/4'
	keys t
	see '已选 3 个'
	keys '*'
	see '已选 4 个'
	look many-80x24
	keys '*'
	hides 已选
	keys /
	typed bjys
	keys Enter Space / C-u
	typed 云岭
	keys Enter
	see '已选 1 个，其中 1 个未显示'
	keys '*'
	see '已选 4 个，其中 1 个未显示'
	escape
	see '已选 4 个  2/4'
	escape
	until_true hides 已选
}

@test "a field is set in all or in none, and taken back at once" {
	local before

	more
	before=$(area 2026-0001)
	[ -n "$before" ]
	start 80 24
	see 1/4
	keys '*'
	bulk 3
	see '字段=值：'
	typed '场地面积=一百'
	keys Enter
	see '2026-0001:'
	area_is 2026-0002 "$before"
	bulk 3
	# what was refused is offered again
	see '场地面积=一百'
	keys C-u
	typed '场地面积=1234'
	keys Enter
	see '已在 4 个案卷（共 4 个）中填入：场地面积: 1234'
	area_is 2026-0001 1234
	area_is 2026-0004 1234
	keys u
	see '在全部 4 个案卷中：场地面积: 1234'
	keys 2 Enter
	see '已撤销。'
	area_is 2026-0001 "$before"
	area_is 2026-0003 "$before"
	keys U
	see '已恢复。'
	area_is 2026-0003 1234
	"$PROG" set 2026-0002 site.area=170
	see 在别处
	keys u 2 Enter
	see '2026-0002'
	area_is 2026-0001 1234
	"$PROG" undo 2026-0002
	keys u 2 Enter
	see '已撤销。'
	area_is 2026-0002 "$before"
	"$PROG" log 2026-0002 --verify
}

@test "a field that is not there or stands twice is refused with what to do" {
	start 60 12
	see 2026-0001
	keys Space
	bulk 3
	typed '没有的字段=1'
	keys Enter
	see '没有叫 没有的字段 的字段'
	bulk 3
	keys C-u
	typed '面积'
	keys Enter
	see '请写成 事实=值'
	bulk 3
	keys C-u
	typed 'site.aera=1'
	keys Enter
	see site.area
}

@test "papers and YAML files of all that are marked, each where it belongs" {
	"$PROG" import "$SAMPLES/complete.yaml"
	start 200 50
	see 1/2
	keys '*'
	bulk 2
	see 'YAML 文件夹：'
	keys C-u
	typed "$BATS_TEST_TMPDIR/导出"
	keys Enter
	see '2 个案卷、2 个文件在'
	"$PROG" --db "$BATS_TEST_TMPDIR/other.db" import "$BATS_TEST_TMPDIR"/导出/2026-000[12].yaml
	bulk 1
	see '材料文件夹： papers'
	keys C-u
	typed "$BATS_TEST_TMPDIR/材料"
	keys Enter
	see '2 个案卷、'
	[ "$(ls "$BATS_TEST_TMPDIR/材料" | tr '\n' ' ')" = '2026-0001 2026-0002 ' ]
	[ "$(ls "$BATS_TEST_TMPDIR/材料/2026-0001" | wc -l)" -gt 5 ]
	# one fails, the other does not
	mkdir -p "$BATS_TEST_TMPDIR/又/2026-0002.yaml"
	bulk 2
	keys C-u
	typed "$BATS_TEST_TMPDIR/又"
	keys Enter
	see '1 个案卷、1 个文件在' '1 个案卷失败' '2026-0002: '
	[ -s "$BATS_TEST_TMPDIR/又/2026-0001.yaml" ]
}

@test "a folder that cannot be made is told of, and many can be cancelled" {
	more
	"$PROG" import "$SAMPLES/complete.yaml" "$SAMPLES/complete.yaml"
	: >"$BATS_TEST_TMPDIR/file"
	start 80 24
	see 1/6
	keys '*'
	bulk 2
	keys C-u
	typed "$BATS_TEST_TMPDIR/file/x"
	keys Enter
	see "$BATS_TEST_TMPDIR/file"
	bulk 1
	keys C-u
	typed "$BATS_TEST_TMPDIR/p"
	keys Enter
	see '正在生成材料'
	# it is at work, so that is not waited for
	keys Escape
	see '已取消；已写出'
	see '已选 6 个'
}
