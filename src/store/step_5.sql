-- Schema 5: forecasts as they were made, to be held against what happened.
-- Estimates, no facts: written by course/forecast_score.c, the last of a day
-- counts.

CREATE TABLE forecast(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	milestone TEXT NOT NULL,            -- accepted, visited, ... of the pack
	made TEXT NOT NULL,                 -- day, YYYY-MM-DD
	stage TEXT NOT NULL,                -- where the dossier was
	p10 TEXT NOT NULL,                  -- one in ten is earlier, YYYY-MM-DD
	p50 TEXT NOT NULL,                  -- as likely before as after
	p90 TEXT NOT NULL,                  -- one in ten is later
	seed INTEGER NOT NULL,              -- of the random numbers
	same INTEGER NOT NULL,              -- own stays used, same authority
	others INTEGER NOT NULL,            -- own stays used, other authorities
	PRIMARY KEY (dossier, milestone, made)
) STRICT, WITHOUT ROWID;
