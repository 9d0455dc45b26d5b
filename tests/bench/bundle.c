/**
 * @file tests/bench/bundle.c  Cost of the whole set of one dossier
 *
 * Everything that `bundle` does: facts, checks, fonts, all due papers, scans of
 * three million dots turned upright and put on pages, index, manifest, zip on
 * disk, filing version.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <jpeglib.h>

#include "bench/bench.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "paper/bundle.h"
#include "util/clock.h"
#include "util/file.h"

#define PHOTO_WIDTH  1500U
#define PHOTO_HEIGHT 2000U

static double peak_mb(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1024;
}

/* A photographed page: paper that is not quite white, lines of dark marks */
static void photo(const char *path, unsigned seed)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	static JSAMPLE row[PHOTO_WIDTH * 3];
	JSAMPROW rows[] = { row };
	FILE *file = fopen(path, "wb");

	if (!file)
		abort();
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, file);
	jpeg.image_width = PHOTO_WIDTH;
	jpeg.image_height = PHOTO_HEIGHT;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 90, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	for (unsigned y = 0; y < PHOTO_HEIGHT; y++) {
		for (unsigned x = 0; x < PHOTO_WIDTH; x++) {
			bool ink;

			seed = seed * 1664525 + 1013904223;
			ink = y % 60 < 30 && (x / 7 * 2654435761U >> 20) % 3;
			memset(row + (size_t)x * 3,
			       (int)((ink ? 30 : 225) + (seed >> 28)), 3);
		}
		(void)jpeg_write_scanlines(&jpeg, rows, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	(void)fclose(file);
}

/* A photo for every fact that a paper which is only scanned asks for; returns
 * how many */
static size_t attach(struct db *db, const struct pack *pack, int64_t id,
		     const char *dir)
{
	static const struct fact_change change = { .origin = "entry",
						   .attach = true };
	size_t c = 0;

	for (unsigned i = 0; i < pack->papers_count; i++) {
		const struct paper *p = &pack->papers[i];
		char *held = p->held && !p->template ? strdup(p->held) : NULL;
		char *save = NULL;

		for (char *word = held ? strtok_r(held, " ", &save) : NULL;
		     word; word = strtok_r(NULL, " ", &save)) {
			char path[64];
			struct fact_set set[] = { { .key = word, .text = path },
						  { .key = NULL } };

			(void)snprintf(path, sizeof(path), "%s/%zu.jpg", dir,
				       c);
			photo(path, (unsigned)++c);
			must(fact_set(db, pack, id, set, &change, NULL));
		}
		free(held);
	}

	return c;
}

static void bundle_once(struct db *db, const struct pack *pack,
			const struct dossier *d, const char *path,
			const char *name)
{
	const struct bundle_order order = {
		.db = db, .pack = pack, .shipped = pack, .d = d
	};
	const int64_t begun = clock_mono_us();
	const clock_t cpu = clock();
	struct bundle b = { 0 };
	struct version v = { 0 };
	int64_t gathered;

	must(bundle_gather(&b, &order));
	gathered = clock_mono_us();
	must(bundle_write(&b, path, "bench", &v));
	(void)printf(
		"%-28s %8.0f ms   (bar 1,000 ms; %zu files, %zu pages; "
		"papers %.0f ms, index and zip %.0f ms; processor %.0f ms)\n",
		name, (double)(clock_mono_us() - begun) / 1e3, b.c + 1, b.pages,
		(double)(gathered - begun) / 1e3,
		(double)(clock_mono_us() - gathered) / 1e3,
		(double)(clock() - cpu) * 1e3 / CLOCKS_PER_SEC);
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
	(void)printf("%zu photographed pages\n", attach(db, pack, d.id, dir));
	dossier_release(&d);
	must(dossier_find(db, "2026-0001", &d));
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
