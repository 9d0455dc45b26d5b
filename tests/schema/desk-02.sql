PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE log(
	seq INTEGER PRIMARY KEY,            -- from 1, without gaps
	at INTEGER NOT NULL,
	who TEXT NOT NULL,                  -- person, as he named himself
	account TEXT NOT NULL,              -- account or token he used
	act TEXT NOT NULL,                  -- hold, approve, ...
	object TEXT NOT NULL,               -- "call 12", "export 3"
	detail TEXT NOT NULL,               -- reason and what else matters
	prev TEXT NOT NULL,                 -- hash of the row before, '' none
	hash TEXT NOT NULL                  -- SHA-256 of all this
) STRICT;
CREATE TABLE chain(
	one INTEGER PRIMARY KEY CHECK(one = 1),
	len INTEGER NOT NULL,               -- rows of log
	head TEXT NOT NULL                  -- hash of the last one
) STRICT;
INSERT INTO chain VALUES(1,0,'');
CREATE TABLE hold(
	id INTEGER PRIMARY KEY,
	call INTEGER NOT NULL,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	ticket INTEGER NOT NULL,            -- complaint it belongs to, 0 none
	released INTEGER NOT NULL DEFAULT 0,
	released_by TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO hold VALUES(1,1,1795313000000,'示例丙','投诉 示例',0,0,'');
CREATE TABLE export(
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	filter TEXT NOT NULL,               -- lines name=value
	unmask INTEGER NOT NULL,            -- 1: whole numbers
	approved INTEGER NOT NULL DEFAULT 0,
	approver TEXT NOT NULL DEFAULT '',
	written INTEGER NOT NULL DEFAULT 0,
	writer TEXT NOT NULL DEFAULT '',
	file TEXT NOT NULL DEFAULT '',      -- name, without folder
	calls INTEGER NOT NULL DEFAULT 0,   -- rows written
	sha256 TEXT NOT NULL DEFAULT ''     -- of the rows
) STRICT;
CREATE TABLE ticket(
	id INTEGER PRIMARY KEY,             -- number of the ticket
	at INTEGER NOT NULL,
	who TEXT NOT NULL,                  -- took it in
	source TEXT NOT NULL,               -- 12321, carrier, user
	reference TEXT NOT NULL,            -- number it has there, '' none
	number TEXT NOT NULL,               -- of the complainant, '' not known
	call INTEGER NOT NULL,              -- call it is about, 0 none
	text TEXT NOT NULL,
	due INTEGER NOT NULL,               -- answer is due before
	closed INTEGER NOT NULL DEFAULT 0,
	closed_by TEXT NOT NULL DEFAULT '',
	outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE sample(
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,                  -- drew it
	week TEXT NOT NULL,                 -- its Monday, "2026-11-23"
	seat TEXT NOT NULL,
	call INTEGER NOT NULL,
	seed INTEGER NOT NULL,              -- draws the same again
	scored INTEGER NOT NULL DEFAULT 0,
	scored_by TEXT NOT NULL DEFAULT '',
	points INTEGER NOT NULL DEFAULT 0,
	result TEXT NOT NULL DEFAULT '',    -- passed, failed
	note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE score(
	sample INTEGER NOT NULL REFERENCES sample(id),
	item TEXT NOT NULL,                 -- row of the score sheet
	points INTEGER NOT NULL,
	PRIMARY KEY(sample, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "listed"(
	id INTEGER PRIMARY KEY,
	list TEXT NOT NULL CHECK(list IN ('refused', 'agreed', 'blocked')),
	number TEXT NOT NULL,               -- without country code
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0,
	ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO listed VALUES(1,'refused','13000000003','示例',1795313000000,'示例丙',0,'');
CREATE INDEX hold_call ON hold(call) WHERE released = 0;
CREATE INDEX hold_ticket ON hold(ticket) WHERE released = 0;
CREATE TRIGGER export_goes_on BEFORE UPDATE ON export
WHEN NEW.id != OLD.id OR NEW.at != OLD.at OR NEW.who != OLD.who OR
	NEW.reason != OLD.reason OR NEW.filter != OLD.filter OR
	NEW.unmask != OLD.unmask OR OLD.approved NOT IN (0, NEW.approved) OR
	OLD.approver NOT IN ('', NEW.approver) OR
	OLD.written NOT IN (0, NEW.written) OR
	NEW.approver = NEW.who OR (NEW.written > 0 AND NEW.approved = 0)
BEGIN SELECT RAISE(ABORT, 'an export takes two persons, once'); END;
CREATE TRIGGER export_is_kept BEFORE DELETE ON export
BEGIN SELECT RAISE(ABORT, 'an export cannot be deleted'); END;
CREATE INDEX ticket_open ON ticket(due) WHERE closed = 0;
CREATE TRIGGER ticket_goes_on BEFORE UPDATE ON ticket
WHEN NEW.id != OLD.id OR NEW.at != OLD.at OR NEW.who != OLD.who OR
	NEW.source != OLD.source OR NEW.number != OLD.number OR
	NEW.text != OLD.text OR NEW.reference != OLD.reference OR
	NEW.call != OLD.call OR NEW.due != OLD.due OR OLD.closed > 0
BEGIN SELECT RAISE(ABORT, 'a complaint cannot be changed'); END;
CREATE TRIGGER ticket_is_kept BEFORE DELETE ON ticket
BEGIN SELECT RAISE(ABORT, 'a complaint cannot be deleted'); END;
CREATE UNIQUE INDEX sample_call ON sample(call);
CREATE INDEX sample_week ON sample(week, seat);
CREATE TRIGGER log_stays BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log cannot be changed'); END;
CREATE TRIGGER log_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log cannot be deleted'); END;
CREATE TRIGGER hold_is_kept BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'a hold is released, not deleted'); END;
CREATE UNIQUE INDEX listed_number ON listed(list, number) WHERE ended = 0;
CREATE TRIGGER listed_goes_on BEFORE UPDATE ON listed
WHEN NEW.id != OLD.id OR NEW.list != OLD.list OR NEW.number != OLD.number OR
	NEW.reason != OLD.reason OR NEW.at != OLD.at OR NEW.who != OLD.who OR
	OLD.ended > 0 OR (OLD.list = 'refused' AND NEW.ended > 0)
BEGIN SELECT RAISE(ABORT, 'a number that is not called stays so'); END;
CREATE TRIGGER listed_is_kept BEFORE DELETE ON listed
BEGIN SELECT RAISE(ABORT, 'a number cannot be taken off the lists'); END;
COMMIT;
PRAGMA user_version = 2;
PRAGMA application_id = 1668310117;
