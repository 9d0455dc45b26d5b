-- The dossier database, schema 1.  Times are milliseconds UTC since 1970.

CREATE TABLE dossier(
	id INTEGER PRIMARY KEY,
	no TEXT NOT NULL UNIQUE,            -- number people use, e.g. 2026-0001
	name TEXT NOT NULL DEFAULT '',      -- company, copied from fact co.name
	created INTEGER NOT NULL,           -- when it was opened
	updated INTEGER NOT NULL,           -- when its journal last grew
	pack_version TEXT NOT NULL,         -- rule pack it uses
	pack_sha256 TEXT NOT NULL,          -- hash of that pack's files
	journal_len INTEGER NOT NULL DEFAULT 0, -- rows its journal must have
	journal_head TEXT NOT NULL DEFAULT ''   -- hash of the last of them
) STRICT;

CREATE INDEX dossier_updated ON dossier(updated DESC, id DESC);

-- What is known now; everything here can be rebuilt from the journal.
CREATE TABLE fact(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	grp TEXT NOT NULL,                  -- group, e.g. site
	n INTEGER NOT NULL,                 -- row of a repeating group from 1, else 0
	key TEXT NOT NULL,                  -- field within the group, e.g. area
	value TEXT NOT NULL,                -- canonical text of its type
	ok INTEGER NOT NULL CHECK (ok IN (0, 1)), -- 0: kept as typed, not valid
	origin TEXT NOT NULL,               -- entry, import, drill
	seq INTEGER NOT NULL,               -- journal row that set it
	PRIMARY KEY (dossier, grp, n, key)
) STRICT, WITHOUT ROWID;

-- Every change, append-only, each row chained to the one before by its hash.
CREATE TABLE journal(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	seq INTEGER NOT NULL,               -- from 1, without gaps
	change INTEGER NOT NULL,            -- rows made together share it
	at INTEGER NOT NULL,                -- when
	actor TEXT NOT NULL,                -- account that did it
	act TEXT NOT NULL,                  -- set, undo; those that change no
	                                    -- fact: new, migrate, tick, untick
	undoes INTEGER,                     -- change that an undo takes back
	key TEXT,                           -- fact, e.g. holder[2].ratio
	old TEXT,                           -- value before; NULL: none; of
	                                    -- migrate the hash of the pack
	new TEXT,                           -- value after; NULL: cleared; of
	                                    -- migrate the pack, of tick what
	                                    -- was copied
	ok INTEGER NOT NULL,                -- as fact.ok, of the new value
	old_ok INTEGER NOT NULL,            -- as fact.ok, of the old value
	origin TEXT NOT NULL,               -- as fact.origin, of the new value
	old_origin TEXT,                    -- as fact.origin, of the old value
	reason TEXT,                        -- why, if it was asked for
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL,                 -- SHA-256 over prev and this row
	PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
