-- The desk database, schema 3: numbers and tenants that only some callers
-- reach.

CREATE TABLE door(
	id INTEGER PRIMARY KEY,
	whose TEXT NOT NULL,                -- 95012345, tenant:NAME
	caller TEXT NOT NULL,               -- let in, without country code;
	                                    -- '': all others are not
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0,
	ended_by TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX door_caller ON door(whose, caller) WHERE ended = 0;

CREATE TRIGGER door_goes_on BEFORE UPDATE ON door
WHEN NEW.id != OLD.id OR NEW.whose != OLD.whose OR NEW.caller != OLD.caller OR
	NEW.reason != OLD.reason OR NEW.at != OLD.at OR NEW.who != OLD.who OR
	OLD.ended > 0
BEGIN SELECT RAISE(ABORT, 'what was said of a door stays so'); END;
CREATE TRIGGER door_is_kept BEFORE DELETE ON door
BEGIN SELECT RAISE(ABORT, 'what was said of a door is kept'); END;
