-- The call database of the engine, schema 1.  Instants are milliseconds UTC
-- since 1970, 0 while they have not come.  Its columns are the fields of
-- struct record and struct record_breach (src/call/record.h).

CREATE TABLE call(
	id INTEGER PRIMARY KEY,             -- ours, ascending, never used twice
	call_id TEXT NOT NULL,              -- SIP Call-ID of the caller's leg
	caller TEXT NOT NULL,               -- number as it came, unchanged
	called TEXT NOT NULL,               -- number of ours that was called
	tenant TEXT NOT NULL,               -- whose number it is, '' the holder's
	trunk TEXT NOT NULL,                -- trunk it came in from
	queue TEXT NOT NULL,                -- queue it was put in, '' none
	seat TEXT NOT NULL,                 -- last seat it was given to, '' none
	start INTEGER NOT NULL,             -- INVITE received
	answer INTEGER NOT NULL,            -- our 200 acknowledged by the caller
	queued INTEGER NOT NULL,            -- first joined a queue
	bridge INTEGER NOT NULL,            -- first connected with a seat
	end INTEGER NOT NULL,               -- over
	wait_ms INTEGER NOT NULL,           -- spent waiting and ringing, in all
	talk_ms INTEGER NOT NULL,           -- spent connected, in all
	result TEXT NOT NULL,               -- open, answered, abandoned, timeout,
	                                    -- full, refused, failed
	hung_up TEXT NOT NULL,              -- none, caller, seat, engine
	status INTEGER NOT NULL,            -- final SIP status to the caller
	reason TEXT NOT NULL,               -- policy's reason, or interrupted: the
	                                    -- engine was killed during the call
	codec TEXT NOT NULL,                -- PCMA or PCMU
	caller_received INTEGER NOT NULL,   -- RTP packets from the caller
	caller_sent INTEGER NOT NULL,       -- RTP packets to the caller
	caller_lost INTEGER NOT NULL,       -- missing by sequence number
	caller_jitter_us INTEGER NOT NULL,  -- RFC 3550, microseconds
	seat_received INTEGER NOT NULL,     -- RTP packets from the seat
	seat_sent INTEGER NOT NULL,         -- RTP packets to the seat
	seat_lost INTEGER NOT NULL,         -- missing by sequence number
	seat_jitter_us INTEGER NOT NULL,    -- RFC 3550, microseconds
	recording TEXT NOT NULL,            -- file below the data folder, '' none
	sha256 TEXT NOT NULL,               -- of that file, '' until complete
	recording_bytes INTEGER NOT NULL    -- size of that file
) STRICT;

CREATE INDEX call_start ON call(start);
CREATE INDEX call_caller ON call(caller, start);
CREATE INDEX call_called ON call(called, start);
CREATE INDEX call_open ON call(id) WHERE result = 'open';

-- Attempts of stations to call outside, and other breaches of the rules.
CREATE TABLE breach(
	id INTEGER PRIMARY KEY,             -- in the order of writing
	at INTEGER NOT NULL,                -- when
	seat TEXT NOT NULL,                 -- seat that tried, '' not known
	address TEXT NOT NULL,              -- where it came from
	number TEXT NOT NULL,               -- what it wanted (first)
	reason TEXT NOT NULL,               -- policy's reason
	status INTEGER NOT NULL,            -- SIP status that we gave
	attempts INTEGER NOT NULL           -- 1; more: of a flood, since at
) STRICT;

CREATE INDEX breach_at ON breach(at);

-- Nothing here is taken back: breaches stay, and of a call only that is
-- written which had not happened yet.  This stops mistakes, not somebody who
-- owns the file: he can drop the triggers.
CREATE TRIGGER breach_stays BEFORE UPDATE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be changed'); END;
CREATE TRIGGER breach_is_kept BEFORE DELETE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be deleted'); END;
CREATE TRIGGER breach_is_new BEFORE INSERT ON breach
WHEN EXISTS(SELECT 1 FROM breach WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a breach cannot be replaced'); END;

CREATE TRIGGER call_is_kept BEFORE DELETE ON call
BEGIN SELECT RAISE(ABORT, 'a call cannot be deleted'); END;
CREATE TRIGGER call_goes_on BEFORE UPDATE ON call
WHEN NEW.id != OLD.id OR NEW.call_id != OLD.call_id OR
	NEW.caller != OLD.caller OR NEW.called != OLD.called OR
	NEW.trunk != OLD.trunk OR NEW.start != OLD.start OR
	OLD.answer NOT IN (0, NEW.answer) OR
	OLD.queued NOT IN (0, NEW.queued) OR
	OLD.bridge NOT IN (0, NEW.bridge) OR OLD.end NOT IN (0, NEW.end) OR
	OLD.result NOT IN ('open', NEW.result) OR
	OLD.sha256 NOT IN ('', NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'what is known of a call cannot be changed'); END;
-- INSERT OR REPLACE would delete the old row without a trigger
CREATE TRIGGER call_is_new BEFORE INSERT ON call
WHEN EXISTS(SELECT 1 FROM call AS old WHERE old.id = NEW.id AND (
	NEW.call_id != old.call_id OR NEW.caller != old.caller OR
	NEW.called != old.called OR NEW.trunk != old.trunk OR
	NEW.start != old.start OR old.result NOT IN ('open', NEW.result) OR
	old.sha256 NOT IN ('', NEW.sha256)))
BEGIN SELECT RAISE(ABORT, 'a call cannot be replaced'); END;
