-- The call database, schema 8: what operators put down about a call.

CREATE TABLE note(
	id INTEGER PRIMARY KEY,             -- the last one of a call stands
	call INTEGER NOT NULL,
	at INTEGER NOT NULL,
	seat TEXT NOT NULL,                 -- of the token, '' none
	who TEXT NOT NULL,                  -- name of the token, '' none
	code TEXT NOT NULL,                 -- how the call ended for the operator
	note TEXT NOT NULL
) STRICT;

CREATE INDEX note_call ON note(call);

CREATE TRIGGER note_stays BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'a note cannot be changed'); END;
CREATE TRIGGER note_is_kept BEFORE DELETE ON note
WHEN EXISTS(SELECT 1 FROM call WHERE id = OLD.call)
BEGIN SELECT RAISE(ABORT, 'a note cannot be deleted'); END;
CREATE TRIGGER note_is_new BEFORE INSERT ON note
WHEN EXISTS(SELECT 1 FROM note WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a note cannot be replaced'); END;

-- Notes go with a call that is purged.
CREATE TRIGGER call_went_with_notes AFTER DELETE ON call
BEGIN DELETE FROM note WHERE call = OLD.id; END;
