/**
 * @file tests/unit/crypto.c  HMAC and base64 against the vectors of their RFCs
 */
#include "util/crypto.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/mem.h"
#include "util/util.h"

static char *repeat(char c, size_t n)
{
	char *s = x_calloc(n + 1, 1);

	memset(s, c, n);
	return s;
}

static void expect_mac(const char *key, size_t key_size, const char *data,
		       const char *hex)
{
	uint8_t mac[CRYPTO_SHA256];
	char got[2 * CRYPTO_SHA256 + 1];

	crypto_hmac_sha256(mac, key, key_size, data, strlen(data));
	for (size_t i = 0; i < sizeof(mac); i++)
		(void)snprintf(got + 2 * i, 3, "%02x", mac[i]);
	assert_string_equal(got, hex);
}

/* RFC 4231, 4.2 to 4.4 and 4.7: a short key, one of letters, one longer than a
 * block of the hash */
static void test_hmac_is_that_of_rfc_4231(void **state)
{
	char *eleven = repeat('\x0b', 20);
	char *aa = repeat('\xaa', 131);
	char *dd = repeat('\xdd', 50);

	(void)state;
	expect_mac(eleven, 20, "Hi There",
		   "b0344c61d8db38535ca8afceaf0bf12b"
		   "881dc200c9833da726e9376c2e32cff7");
	expect_mac("Jefe", 4, "what do ya want for nothing?",
		   "5bdcc146bf60754e6a042426089575c7"
		   "5a003f089d2739839dec58b964ec3843");
	expect_mac(aa, 20, dd,
		   "773ea91e36800e46854db8ebd09181a7"
		   "2959098b3ef8c122d9635514ced565fe");
	expect_mac(aa, 131,
		   "Test Using Larger Than Block-Size Key - Hash Key First",
		   "60e431591ee0b67f0d8a26aacbf5b77f"
		   "8e0bc6213728c5140546040f0ee37f54");
	/* of nothing with an empty key, as Feishu signs nothing */
	expect_mac(NULL, 0, "",
		   "b613679a0814d9ec772f95d778c35fc5"
		   "ff1697c493715653c6c712144292c5ad");
	free(eleven);
	free(aa);
	free(dd);
}

/* RFC 4648, section 10 */
static void test_base64_is_that_of_rfc_4648(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str out = { 0 };

		crypto_base64(&out, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(str_text(&out), cases[i][1]);
		str_release(&out);
	}
}

static void test_long_base64_is_one_line(void **state)
{
	const size_t n = 100001;
	char *a = repeat('a', n);
	struct str out = { 0 };

	(void)state;
	crypto_base64(&out, a, n);
	assert_int_equal(out.len, (n + 2) / 3 * 4);
	assert_int_equal(strspn(out.s, "YWFhE="), out.len);
	assert_string_equal(out.s + out.len - 4, "YWE=");
	str_release(&out);
	free(a);
}

static void test_random_bytes_differ(void **state)
{
	uint8_t a[16] = { 0 };
	uint8_t b[16] = { 0 };

	(void)state;
	assert_int_equal(crypto_random(a, sizeof(a)), 0);
	assert_int_equal(crypto_random(b, sizeof(b)), 0);
	assert_memory_not_equal(a, b, sizeof(a));
	crypto_wipe(a, sizeof(a));
	memset(b, 0, sizeof(b));
	assert_memory_equal(a, b, sizeof(a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hmac_is_that_of_rfc_4231),
		cmocka_unit_test(test_base64_is_that_of_rfc_4648),
		cmocka_unit_test(test_long_base64_is_one_line),
		cmocka_unit_test(test_random_bytes_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
