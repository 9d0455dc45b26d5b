-- Schema 7: published lists as they were last read, by dossier/watch_store.c.
-- No facts: everything here comes back with the next reading.

CREATE TABLE watched(
	name TEXT PRIMARY KEY,              -- of the list, in the configuration
	url TEXT NOT NULL,
	etag TEXT,                          -- of the page read last
	modified TEXT,                      -- its Last-Modified
	checked INTEGER NOT NULL,           -- last attempt
	read INTEGER,                       -- last reading that went well
	sha256 TEXT,                        -- of the page read last
	names TEXT,                         -- hash of the names and codes that
	                                    -- were looked for in it
	kept INTEGER NOT NULL DEFAULT 0,    -- 1: watched_hit is of that page
	total INTEGER NOT NULL DEFAULT 0,   -- rows it has
	error TEXT                          -- why the last attempt failed
) STRICT, WITHOUT ROWID;

-- Rows of a list that name a company of ours
CREATE TABLE watched_hit(
	name TEXT NOT NULL REFERENCES watched(name) ON DELETE CASCADE,
	n INTEGER NOT NULL,                 -- from 1, in the order of the list
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	how TEXT NOT NULL,                  -- code, name, possible
	line INTEGER NOT NULL,              -- line of the page, from 1
	cells TEXT NOT NULL,                -- the row, a JSON array of texts
	PRIMARY KEY (name, n)
) STRICT, WITHOUT ROWID;
