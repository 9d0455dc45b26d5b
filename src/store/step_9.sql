-- Schema 9: what was handed over: every bundle of a filing is a numbered
-- version, written by dossier/version.c with a row of the journal (act
-- "bundle").  The facts of a version are those of the journal up to
-- journal_len.

CREATE TABLE filing(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	version INTEGER NOT NULL,           -- from 1, without gaps
	at INTEGER NOT NULL,                -- when it was made, ms UTC
	day TEXT NOT NULL,                  -- printed in it, YYYY-MM-DD
	journal_len INTEGER NOT NULL,       -- rows of the journal it rests on
	journal_head TEXT NOT NULL,         -- printed in it
	pack_version TEXT NOT NULL,
	pack_sha256 TEXT NOT NULL,
	zip_name TEXT NOT NULL,             -- without its folder
	zip_bytes INTEGER NOT NULL,
	zip_sha256 TEXT NOT NULL,
	reason TEXT,                        -- why it was made although something
	                                    -- blocked it; NULL: nothing did
	PRIMARY KEY (dossier, version)
) STRICT, WITHOUT ROWID;

-- Its files, the index too
CREATE TABLE filing_paper(
	dossier INTEGER NOT NULL,
	version INTEGER NOT NULL,
	n INTEGER NOT NULL,                 -- from 1, in the order of the bundle
	id TEXT NOT NULL,                   -- of the paper, DOC-02; '' the index
	file TEXT NOT NULL,                 -- its name in the bundle
	title TEXT NOT NULL,
	origin TEXT NOT NULL,               -- index, written, scanned, evidence
	pages INTEGER,                      -- NULL: not known
	bytes INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	content TEXT NOT NULL,              -- hash of what it says, without foot
	                                    -- and day
	PRIMARY KEY (dossier, version, n),
	FOREIGN KEY (dossier, version) REFERENCES filing(dossier, version)
) STRICT, WITHOUT ROWID;
