/**
 * @file tests/bench/bundle.c  Cost of the whole set of one dossier
 *
 * Everything that `bundle` does: facts, checks, fonts, all due papers, index,
 * manifest, zip on disk, filing version.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "paper/bundle.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"

static void must(int err)
{
	if (err) {
		(void)fprintf(stderr, "bench: %s\n", err_text(err));
		abort();
	}
}

static double peak_mb(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1024;
}

static void bundle_once(struct db *db, const struct pack *pack,
			const struct dossier *d, const char *path,
			const char *name)
{
	const struct bundle_order order = {
		.db = db, .pack = pack, .shipped = pack, .d = d
	};
	const int64_t begun = clock_mono_us();
	struct bundle b = { 0 };
	struct version v = { 0 };
	int64_t gathered;

	must(bundle_gather(&b, &order));
	gathered = clock_mono_us();
	must(bundle_write(&b, path, "bench", &v));
	(void)printf("%-28s %8.0f ms   (bar 1,000 ms; %zu files, %zu pages; "
		     "papers %.0f ms, index and zip %.0f ms)\n",
		     name, (double)(clock_mono_us() - begun) / 1e3, b.c + 1,
		     b.pages, (double)(gathered - begun) / 1e3,
		     (double)(clock_mono_us() - gathered) / 1e3);
	version_release(&v);
	bundle_release(&b);
}

int main(void)
{
	char dir[] = "/tmp/bench-bundle.XXXXXX";
	char path[64];
	char *sample = file_shipped("data/sample/complete.yaml");
	struct pack *pack = NULL;
	struct dossier d = { 0 };
	struct db *db = NULL;

	if (!mkdtemp(dir) || !sample)
		return 1;
	must(clock_init());
	must(pack_load(&pack));
	(void)snprintf(path, sizeof(path), "%s/d.db", dir);
	must(dossier_db_open(&db, path));
	must(dossier_import(db, pack, sample, false, &d));
	(void)snprintf(path, sizeof(path), "%s/a.zip", dir);

	bundle_once(db, pack, &d, path, "whole set, cold");
	dossier_release(&d);
	must(dossier_find(db, "2026-0001", &d));
	bundle_once(db, pack, &d, path, "whole set, again");
	(void)printf("%-28s %8.0f MB   (bar 100 MB)\n", "peak memory",
		     peak_mb());

	db_close(db);
	dossier_release(&d);
	pack_free(pack);
	free(sample);
	(void)snprintf(path, sizeof(path), "rm -r %s", dir);
	return system(path) != 0; /* NOLINT(cert-env33-c) */
}
