/**
 * @file tests/bench/vault.c  How fast a vault is verified, beside sha256sum
 *
 * The same 64 files of 8 MB, in the page cache for both.
 */
#include <errno.h>
#include <string.h>

#include "bench.h"
#include "store/vault.h"

#define FILES  64
#define BYTES  ((size_t)8 << 20)
#define ROUNDS 5

static int flaw_handler(enum vault_flaw flaw, const char *name, void *arg)
{
	(void)flaw;
	(void)name;
	(void)arg;
	return EINVAL; /* nothing may be wrong here */
}

static void fill(struct vault *vault)
{
	char *data = malloc(BYTES);
	char sha256[SHA256_TEXT];

	if (!data)
		abort();
	for (size_t i = 0; i < BYTES; i++)
		data[i] = (char)(i * 2654435761U >> 13);
	for (int i = 0; i < FILES; i++) {
		memcpy(data, &i, sizeof(i));
		must(vault_put(vault, data, BYTES, sha256));
	}
	free(data);
}

static double time_verify(const struct vault *vault)
{
	const double then = now_ms();

	must(vault_verify(vault, NULL, 0, false, flaw_handler, NULL));
	return now_ms() - then;
}

static double time_peer(const char *cmd)
{
	const double then = now_ms();

	if (system(cmd) != 0) /* NOLINT(cert-env33-c) */
		abort();
	return now_ms() - then;
}

int main(void)
{
	char dir[] = "/tmp/bench-vault-XXXXXX";
	char path[64];
	char cmd[128];
	double ours[ROUNDS];
	double peer[ROUNDS];
	const double mb = (double)FILES * BYTES / 1e6;
	struct vault vault;

	if (!mkdtemp(dir))
		abort();
	(void)snprintf(path, sizeof(path), "%s/v", dir);
	vault_beside(&vault, path);
	fill(&vault);
	(void)snprintf(cmd, sizeof(cmd),
		       "find %s -type f -exec sha256sum {} + >/dev/null", dir);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = time_verify(&vault);
		peer[i] = time_peer(cmd);
	}
	(void)printf("vault: verify %.0f MB/s, sha256sum %.0f MB/s\n",
		     mb * 1e3 / median(ours, ROUNDS),
		     mb * 1e3 / median(peer, ROUNDS));
	vault_release(&vault);
	(void)snprintf(cmd, sizeof(cmd), "rm -r %s", dir);
	return system(cmd) != 0; /* NOLINT(cert-env33-c) */
}
