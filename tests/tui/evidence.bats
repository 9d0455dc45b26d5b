#!/usr/bin/env bats
# Records of evidence on the screen

load screen

# From the list to the evidence of the dossier
evidence() {
	printf 'lease' >"$BATS_TEST_TMPDIR/租赁𠮷.pdf"
	printf 'lease of next year' >"$BATS_TEST_TMPDIR/second.pdf"
	see 2026-0001
	keys e
	see '还没有证据'
}

# Takes the lease in, in force until a day
take() {
	keys a
	see '文件：'
	typed "$BATS_TEST_TMPDIR/租赁𠮷.pdf"
	keys Enter
	see '还有文件'
	keys Enter
	see '标题（空着用文件名）'
	typed 租赁合同
	keys Enter
	see '有效期起'
	keys Enter
	see '有效期止'
	typed "$1"
	keys Enter
	see '说明（可以不填）'
	keys Enter
	see 'E-1：收存 1 个文件'
}

@test "a file is taken in, and again as the next revision" {
	start 100 24
	evidence
	take 2026-10-01
	# over before today
	see '! E-1' 租赁合同 2026-10-01 '记录 1  文件 1'
	keys r
	see '文件：'
	typed "$BATS_TEST_TMPDIR/second.pdf"
	keys Enter
	see '还有文件'
	keys Enter
	see '有效期起'
	keys Enter
	see '有效期止'
	typed 2027-10-01
	keys Enter
	see '说明（可以不填）'
	keys Enter
	see '记录 1  文件 2' 2027-10-01 '.2' '.1'
	"$PROG" --json evidence 2026-0001 show | grep -q second.pdf
	keys Enter
	see '第 1 版' '租赁𠮷.pdf' 'second.pdf'
	keys q
	keys u
	see '撤销上一次改动'
	keys j Enter
	see '记录 1  文件 1'
}

@test "what is no file is refused, and nothing is kept" {
	start 80 24
	evidence
	keys a
	see '文件：'
	typed /nosuch/file
	keys Enter
	see '还有文件'
	for want in 标题 有效期起 有效期止 说明; do
		keys Enter
		see "$want"
	done
	keys Enter
	see nosuch
	see '还没有证据'
	[ "$("$PROG" --json evidence 2026-0001 show | tr -d ' \n')" = '[]' ]
}

@test "a copy that was changed is found, marked and counted" {
	start 80 24
	evidence
	take 2027-10-01
	keys v
	see '文件齐全'
	file=$(grep -rl '^lease$' "$BATS_TEST_TMPDIR/data" | head -1)
	[ -n "$file" ]
	chmod u+w "$file"
	printf 'Lease' >"$file"
	keys v
	see '1 个文件缺失或被改动' 'x E-1'
}

@test "what a record stands for is changed as one line" {
	start 100 24
	evidence
	take 2027-10-01
	keys L
	see '证明什么'
	typed 'I-07 I-08'
	keys Enter
	see '支持： I-07 I-08'
	keys L
	see '证明什么'
	keys C-u
	typed 'I-08 nosuch'
	keys Enter
	see nosuch
	"$PROG" --json evidence 2026-0001 show | grep -q 'I-07 I-08'
	keys L
	see '证明什么'
	keys C-u
	typed 'I-08 I-09 I-10'
	keys Enter
	until_true hides I-07
	see '支持： I-08 I-09 I-10'
	keys L
	see '证明什么'
	keys C-u
	typed 'I-10 I-11 I-08'
	keys Enter
	see '支持： I-08 I-10 I-11'
	# taken away and added together, and so taken back
	"$PROG" undo 2026-0001
	see '支持： I-08 I-09 I-10'
}

@test "a link that someone else sets meanwhile stays" {
	start 100 24
	evidence
	take 2027-10-01
	keys L
	see '证明什么'
	"$PROG" evidence 2026-0001 link 1 I-12
	typed 'I-07'
	keys Enter
	see '支持： I-12 I-07'
}
