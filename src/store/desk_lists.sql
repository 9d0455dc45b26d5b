-- The desk database, schema 2: a list of callers who are not let in.

CREATE TABLE listed_2(
	id INTEGER PRIMARY KEY,
	list TEXT NOT NULL CHECK(list IN ('refused', 'agreed', 'blocked')),
	number TEXT NOT NULL,               -- without country code
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0,
	ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO listed_2 SELECT id, list, number, reason, at, who, ended, ended_by
	FROM listed;
DROP TABLE listed;
ALTER TABLE listed_2 RENAME TO listed;

CREATE UNIQUE INDEX listed_number ON listed(list, number) WHERE ended = 0;

CREATE TRIGGER listed_goes_on BEFORE UPDATE ON listed
WHEN NEW.id != OLD.id OR NEW.list != OLD.list OR NEW.number != OLD.number OR
	NEW.reason != OLD.reason OR NEW.at != OLD.at OR NEW.who != OLD.who OR
	OLD.ended > 0 OR (OLD.list = 'refused' AND NEW.ended > 0)
BEGIN SELECT RAISE(ABORT, 'a number that is not called stays so'); END;
CREATE TRIGGER listed_is_kept BEFORE DELETE ON listed
BEGIN SELECT RAISE(ABORT, 'a number cannot be taken off the lists'); END;
