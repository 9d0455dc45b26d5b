/**
 * @file pack/data.h  The files of data/, read by schema, within pack/
 */
#ifndef PACK_DATA_H
#define PACK_DATA_H

#include "pack/pack.h"

/** What was read, to be freed with data_free() */
struct pack_data;

/** Read all data files of a pack and let it point to their rows; 0, or the
 *  errors of yml_load_text() */
int data_load(struct pack *pack);

/** Free what data_load() read; NULL is allowed */
void data_free(struct pack_data *data);

#endif
