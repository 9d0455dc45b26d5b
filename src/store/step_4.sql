-- Schema 4: who must act by when, over all dossiers: what is open and has a day.
-- Made from facts, pack and
-- calendar by course/agenda.c whenever one of them has changed.

CREATE TABLE deadline(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	key TEXT NOT NULL,                  -- stable within the dossier, D-01:2027
	title TEXT NOT NULL,                -- Chinese
	title_en TEXT NOT NULL,
	whom TEXT NOT NULL,                 -- us, applicant, authority, ...
	owner TEXT,                         -- person a task is given to; or NULL
	backup TEXT,                        -- who stands in; or NULL
	state TEXT NOT NULL,                -- open; failed: none can be computed,
	                                    --   title says why
	due TEXT,                           -- YYYY-MM-DD; NULL: no day
	opens TEXT,                         -- first day it can be done; NULL: any
	uncovered INTEGER NOT NULL,         -- first year counted by weekends, or 0
	PRIMARY KEY (dossier, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX deadline_due ON deadline(due) WHERE state = 'open';
CREATE INDEX deadline_opens ON deadline(opens) WHERE state = 'open';
CREATE INDEX deadline_failed ON deadline(dossier) WHERE state = 'failed';

-- What each dossier's rows were made from; another value: they are stale.
CREATE TABLE deadline_made(
	dossier INTEGER PRIMARY KEY REFERENCES dossier(id),
	journal_len INTEGER NOT NULL,       -- of the dossier
	made_with TEXT NOT NULL             -- pack, calendar, year and program
) STRICT;
