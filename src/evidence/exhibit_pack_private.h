/**
 * @file evidence/exhibit_pack_private.h  Names in a folder of evidence
 */
#ifndef EVIDENCE_EXHIBIT_PACK_PRIVATE_H
#define EVIDENCE_EXHIBIT_PACK_PRIVATE_H

#define EXHIBIT_SCHEMA "callpermit-evidence/1"
#define EXHIBIT_LIST   "evidence.json"
#define EXHIBIT_SUMS   "SHA256SUMS"

#endif
