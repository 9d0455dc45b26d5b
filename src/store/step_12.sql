-- Schema 12: when database and vault were encrypted, given another key or made
-- plain again, see dossier/sealing.h.  The last row says how they are now.

CREATE TABLE sealing(
	seq INTEGER PRIMARY KEY,            -- from 1, without gaps
	at INTEGER NOT NULL,                -- when, ms UTC
	actor TEXT NOT NULL,                -- account that did it
	act TEXT NOT NULL CHECK (act IN ('on', 'off', 'change')),
	vault_key TEXT,                     -- 64 hexadecimal digits, files of
	                                    -- the vault are sealed with it;
	                                    -- NULL: they are plain
	swept INTEGER NOT NULL CHECK (swept IN (0, 1)) -- 0: the files as they
	                                    -- were before are still to be removed
) STRICT;
