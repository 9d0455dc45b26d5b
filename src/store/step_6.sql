-- Schema 6: reminders, each sent once by each channel.  Written by
-- course/reminder_store.c.

CREATE TABLE reminder(
	channel TEXT NOT NULL,              -- name in the configuration
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	key TEXT NOT NULL,                  -- of the deadline
	due TEXT NOT NULL,                  -- YYYY-MM-DD; another day: a new one
	before INTEGER NOT NULL,            -- days before; -1: late
	sent_at INTEGER,                    -- ms UTC; NULL: not yet
	PRIMARY KEY (channel, dossier, key, due, before)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminder_open ON reminder(channel) WHERE sent_at IS NULL;

CREATE TABLE reminder_channel(
	name TEXT PRIMARY KEY,
	claimed INTEGER NOT NULL,           -- a run sends until then; ms UTC, or 0
	attempts INTEGER NOT NULL,          -- failed ones since the last success
	failed_since INTEGER,               -- ms UTC; NULL: the last one went well
	next_at INTEGER NOT NULL,           -- not before; ms UTC, or 0
	error TEXT                          -- why the last one failed; or NULL
) STRICT, WITHOUT ROWID;
