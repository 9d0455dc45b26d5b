-- Schema 3: the rule packs that dossiers were opened with or moved to, kept
-- whole, so that a dossier is judged by its own pack for years.  They may be there: dossier/dossier.c,
-- early.

CREATE TABLE IF NOT EXISTS pack(
	sha256 TEXT PRIMARY KEY,            -- over all its files
	version TEXT NOT NULL,              -- as its rules.yaml says, e.g. 2026.12
	kept INTEGER NOT NULL               -- when it was put here
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS pack_file(
	sha256 TEXT NOT NULL REFERENCES pack(sha256),
	name TEXT NOT NULL,                 -- e.g. data/rules.yaml
	text TEXT NOT NULL,                 -- its bytes, UTF-8
	PRIMARY KEY (sha256, name)
) STRICT, WITHOUT ROWID;
