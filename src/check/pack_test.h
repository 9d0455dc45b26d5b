/**
 * @file check/pack_test.h  Tests of a rule pack: a dossier and what must be
 * found
 *
 * A test is a dossier file with more at its top:
 *
 *   title: what it shows
 *   base: ../sample/complete.yaml   # facts to start from, optional
 *   today: 2026-11-22
 *   expect:
 *     fail:         # rules that fail, no other (hints count)
 *     unknown: [V-DRILL]   # rules that are unknown, no other
 *     na:           # rules that do not apply, among others
 *     form: [co.zip]       # facts a form complains about, no other
 *     papers: [DOC-02]     # papers that are due and not in hand, no other
 *     blocking: 3          # findings that block
 *
 * A list that is absent or empty is not looked at; [none] expects nothing.
 */
#ifndef CHECK_PACK_TEST_H
#define CHECK_PACK_TEST_H

#include <stdbool.h>

#include "check/check.h"
#include "util/str.h"

/**
 * Run one test
 *
 * @param say     What differs is appended, a line each
 * @param rightp  Set to whether all was as expected
 *
 * @return 0; EBADMSG or EINVAL with file:line:column for a test that is wrong
 *         itself; ENOENT; EIO
 */
int pack_test_run(struct checker *checker, const struct pack *pack,
		  const char *path, struct str *say, bool *rightp);

#endif
