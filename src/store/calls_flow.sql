-- The call database, schema 3: message boxes and consent.

-- The box that a message was left in, '' none.  The message is the recording.
ALTER TABLE call ADD COLUMN box TEXT NOT NULL DEFAULT '';

CREATE INDEX call_box ON call(box, start) WHERE box != '';

-- What callers agreed to by key, each with a statement in their own voice
-- (MIIT letter 2020-81: the user's consent is kept as a voucher).
CREATE TABLE consent(
	id INTEGER PRIMARY KEY,             -- voucher number
	call INTEGER NOT NULL,              -- call it was given in
	at INTEGER NOT NULL,                -- statement complete
	caller TEXT NOT NULL,               -- who agreed: number as it came
	called TEXT NOT NULL,               -- number of ours that was called
	tenant TEXT NOT NULL,               -- whose number it is, '' the holder's
	purpose TEXT NOT NULL,              -- what was agreed to
	given TEXT NOT NULL,                -- how the statement ended: key,
	                                    -- time-up, hung-up
	recording TEXT NOT NULL,            -- file below the data folder
	sha256 TEXT NOT NULL,               -- of that file
	recording_bytes INTEGER NOT NULL    -- size of that file
) STRICT;

CREATE INDEX consent_caller ON consent(caller, purpose, at);

CREATE TRIGGER consent_stays BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent cannot be changed'); END;
CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent cannot be deleted'); END;
CREATE TRIGGER consent_is_new BEFORE INSERT ON consent
WHEN EXISTS(SELECT 1 FROM consent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a consent cannot be replaced'); END;
