-- Schema 10: who may do what, see dossier/office.h.  The last row about an
-- account says its role; rows are append-only and chained like the journal.

CREATE TABLE office(
	seq INTEGER PRIMARY KEY,            -- from 1, without gaps
	at INTEGER NOT NULL,                -- when, ms UTC
	actor TEXT NOT NULL,                -- account that gave or took it
	account TEXT NOT NULL,              -- of the operating system
	role TEXT NOT NULL,                 -- '' none any more
	dossiers TEXT,                      -- numbers parted by blanks, the only
	                                    -- ones it sees; NULL: all
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL                  -- SHA-256 over prev and this row
) STRICT;

CREATE INDEX office_account ON office(account, seq);

CREATE TRIGGER office_no_update BEFORE UPDATE ON office
BEGIN SELECT RAISE(ABORT, 'roles are append-only'); END;

CREATE TRIGGER office_no_delete BEFORE DELETE ON office
BEGIN SELECT RAISE(ABORT, 'roles are append-only'); END;
