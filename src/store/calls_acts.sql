-- The call database, schema 7: what became of a call step by step, consents
-- that were withdrawn, places that are kept, call-backs that are asked for.

CREATE TABLE trail(
	call INTEGER NOT NULL,
	seq INTEGER NOT NULL,               -- ascending
	at INTEGER NOT NULL,
	event TEXT NOT NULL,                -- a state the call came into, or what
	                                    -- else happened: src/call/trail.c
	seat TEXT NOT NULL,                 -- whose, '' nobody's
	queue TEXT NOT NULL,                -- in which, '' none
	detail TEXT NOT NULL,               -- whereto, by whom, why
	PRIMARY KEY(call, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER trail_stays BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be changed'); END;
CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail
WHEN EXISTS(SELECT 1 FROM call WHERE id = OLD.call)
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be deleted'); END;
CREATE TRIGGER trail_is_new BEFORE INSERT ON trail
WHEN EXISTS(SELECT 1 FROM trail WHERE call = NEW.call AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be replaced'); END;

-- The voucher stays; the gate is shut for it from here on.
CREATE TABLE withdrawal(
	id INTEGER PRIMARY KEY,
	consent INTEGER NOT NULL,           -- voucher it is about
	at INTEGER NOT NULL,
	how TEXT NOT NULL,                  -- key, or supervisor
	call INTEGER NOT NULL,              -- in which the key was pressed, 0 none
	who TEXT NOT NULL,                  -- supervisor, '' the user by key
	reason TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX withdrawal_consent ON withdrawal(consent);

CREATE TRIGGER withdrawal_stays BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be changed'); END;
CREATE TRIGGER withdrawal_is_kept BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be deleted'); END;
CREATE TRIGGER withdrawal_is_new BEFORE INSERT ON withdrawal
WHEN EXISTS(SELECT 1 FROM withdrawal WHERE id = NEW.id OR
	consent = NEW.consent)
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be replaced'); END;

-- Places in queues of callers who hung up and ring in again.
CREATE TABLE place(
	id INTEGER PRIMARY KEY,
	call INTEGER NOT NULL,              -- in which it was given
	at INTEGER NOT NULL,                -- given
	caller TEXT NOT NULL,
	called TEXT NOT NULL,               -- number of ours that he must ring
	queue TEXT NOT NULL,
	pin TEXT NOT NULL,                  -- '' none is asked for; '' once over
	since INTEGER NOT NULL,             -- he waits
	until INTEGER NOT NULL,             -- it is kept
	wrong INTEGER NOT NULL DEFAULT 0,   -- PINs tried
	ended INTEGER NOT NULL DEFAULT 0,   -- 0: it is kept
	how TEXT NOT NULL DEFAULT ''        -- used, expired, guessed, replaced,
	                                    -- dropped
) STRICT;

CREATE INDEX place_kept ON place(id) WHERE ended = 0;
CREATE INDEX place_call ON place(call);

-- What goes with a call that is purged.
CREATE TRIGGER call_went_whole AFTER DELETE ON call
BEGIN
	DELETE FROM trail WHERE call = OLD.id;
	DELETE FROM place WHERE call = OLD.id;
END;

-- Call-backs that somebody asks for and a supervisor has to approve.
CREATE TABLE wish(
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	consent INTEGER NOT NULL,           -- voucher
	number TEXT NOT NULL,               -- of ours, to be shown
	called TEXT NOT NULL,               -- user, as he was asked for
	purpose TEXT NOT NULL,              -- call-back or consultation
	seat TEXT NOT NULL,                 -- that is to talk
	asked_by TEXT NOT NULL              -- name of the token
) STRICT;

CREATE TRIGGER wish_stays BEFORE UPDATE ON wish
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be changed'); END;
CREATE TRIGGER wish_is_kept BEFORE DELETE ON wish
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be deleted'); END;
CREATE TRIGGER wish_is_new BEFORE INSERT ON wish
WHEN EXISTS(SELECT 1 FROM wish WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be replaced'); END;

-- What was asked of the gate for a wish, 0: for none
ALTER TABLE call_back ADD COLUMN wish INTEGER NOT NULL DEFAULT 0;
CREATE INDEX call_back_wish ON call_back(wish) WHERE wish > 0;
