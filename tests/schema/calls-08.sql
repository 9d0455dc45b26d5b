PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
, caller_rtt_us INTEGER NOT NULL DEFAULT 0, caller_far_lost INTEGER NOT NULL DEFAULT 0, caller_far_jitter_us INTEGER NOT NULL DEFAULT 0, seat_rtt_us INTEGER NOT NULL DEFAULT 0, seat_far_lost INTEGER NOT NULL DEFAULT 0, seat_far_jitter_us INTEGER NOT NULL DEFAULT 0, box TEXT NOT NULL DEFAULT '', direction TEXT NOT NULL DEFAULT 'inbound', consent INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO call VALUES(1,'a@127.0.0.1','13000000000','95012345','','carrier','service','01',1795312800000,1795312800900,1795312801000,1795312804000,1795312864000,3000,60000,'answered','caller',200,'','PCMA',3200,3190,1,800,3000,2990,0,700,'2026/11/22/1.wav','e0384d39be7bd8b9e0331088b8cecab1021a173fe0cb42dc0e3dc73fc20c57c9',1024044,0,0,0,0,0,0,'','inbound',0);
INSERT INTO call VALUES(2,'b@127.0.0.1','13000000001','95012345','','carrier','service','',1795312900000,1795312900900,1795312901000,0,1795312931000,30000,0,'abandoned','caller',200,'','PCMA',1500,1490,0,600,0,0,0,0,'','',0,0,0,0,0,0,0,'','inbound',0);
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
INSERT INTO breach VALUES(1,1795312950000,'02','127.0.0.1:5070','13000000002','outbound',403,1);
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
CREATE TABLE call_back(
	id INTEGER PRIMARY KEY,             -- in the order of asking
	at INTEGER NOT NULL,                -- asked at
	consent INTEGER NOT NULL,           -- voucher that was named
	number TEXT NOT NULL,               -- of ours, to be shown
	called TEXT NOT NULL,               -- user, without country code
	purpose TEXT NOT NULL,              -- call-back or consultation
	asked_by TEXT NOT NULL,             -- seat or person
	approved_by TEXT NOT NULL,          -- supervisor, '' nobody
	approved_at INTEGER NOT NULL,       -- 0 not
	seat TEXT NOT NULL,                 -- that was to talk
	ruling TEXT NOT NULL,               -- open, or why not
	call INTEGER NOT NULL               -- that was made, 0 none
, wish INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE purge(
	call INTEGER PRIMARY KEY,           -- call that goes
	at INTEGER NOT NULL,                -- when that was decided
	before INTEGER NOT NULL,            -- calls that ended before may go
	rule TEXT NOT NULL                  -- by which rule, "recording.days=90"
) STRICT;
CREATE TABLE deletion(
	id INTEGER PRIMARY KEY,             -- in the order of going
	at INTEGER NOT NULL,                -- when that was decided
	rule TEXT NOT NULL,                 -- by which rule
	call INTEGER NOT NULL,              -- id the call had
	start INTEGER NOT NULL,             -- as it was on record
	end INTEGER NOT NULL,
	tenant TEXT NOT NULL,
	recording TEXT NOT NULL,            -- file that went, '' there was none
	sha256 TEXT NOT NULL,               -- hash it had
	recording_bytes INTEGER NOT NULL    -- size it had
) STRICT;
CREATE TABLE purge_run(
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,                -- begun
	end INTEGER NOT NULL,               -- done
	before INTEGER NOT NULL,            -- calls that ended before may go
	rule TEXT NOT NULL,
	calls INTEGER NOT NULL,             -- that went
	bytes INTEGER NOT NULL,             -- of their recordings
	held INTEGER NOT NULL               -- old enough, and kept all the same
) STRICT;
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
CREATE TABLE withdrawal(
	id INTEGER PRIMARY KEY,
	consent INTEGER NOT NULL,           -- voucher it is about
	at INTEGER NOT NULL,
	how TEXT NOT NULL,                  -- key, or supervisor
	call INTEGER NOT NULL,              -- in which the key was pressed, 0 none
	who TEXT NOT NULL,                  -- supervisor, '' the user by key
	reason TEXT NOT NULL
) STRICT;
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
CREATE TABLE note(
	id INTEGER PRIMARY KEY,             -- the last one of a call stands
	call INTEGER NOT NULL,
	at INTEGER NOT NULL,
	seat TEXT NOT NULL,                 -- of the token, '' none
	who TEXT NOT NULL,                  -- name of the token, '' none
	code TEXT NOT NULL,                 -- how the call ended for the operator
	note TEXT NOT NULL
) STRICT;
CREATE INDEX call_start ON call(start);
CREATE INDEX call_caller ON call(caller, start);
CREATE INDEX call_called ON call(called, start);
CREATE INDEX call_open ON call(id) WHERE result = 'open';
CREATE INDEX breach_at ON breach(at);
CREATE TRIGGER breach_stays BEFORE UPDATE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be changed'); END;
CREATE TRIGGER breach_is_kept BEFORE DELETE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be deleted'); END;
CREATE TRIGGER breach_is_new BEFORE INSERT ON breach
WHEN EXISTS(SELECT 1 FROM breach WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a breach cannot be replaced'); END;
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
CREATE TRIGGER call_is_new BEFORE INSERT ON call
WHEN EXISTS(SELECT 1 FROM call AS old WHERE old.id = NEW.id AND (
	NEW.call_id != old.call_id OR NEW.caller != old.caller OR
	NEW.called != old.called OR NEW.trunk != old.trunk OR
	NEW.start != old.start OR old.result NOT IN ('open', NEW.result) OR
	old.sha256 NOT IN ('', NEW.sha256)))
BEGIN SELECT RAISE(ABORT, 'a call cannot be replaced'); END;
CREATE INDEX call_box ON call(box, start) WHERE box != '';
CREATE INDEX consent_caller ON consent(caller, purpose, at);
CREATE TRIGGER consent_stays BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent cannot be changed'); END;
CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'a consent cannot be deleted'); END;
CREATE TRIGGER consent_is_new BEFORE INSERT ON consent
WHEN EXISTS(SELECT 1 FROM consent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a consent cannot be replaced'); END;
CREATE TRIGGER call_direction_stays BEFORE UPDATE ON call
WHEN NEW.direction != OLD.direction OR NEW.consent != OLD.consent
BEGIN SELECT RAISE(ABORT, 'what is known of a call cannot be changed'); END;
CREATE INDEX call_back_called ON call_back(called, at) WHERE ruling = 'open';
CREATE INDEX call_back_consent ON call_back(consent) WHERE ruling = 'open';
CREATE INDEX call_back_at ON call_back(at);
CREATE TRIGGER call_back_stays BEFORE UPDATE ON call_back
BEGIN SELECT RAISE(ABORT, 'a call-back cannot be changed'); END;
CREATE TRIGGER call_back_is_kept BEFORE DELETE ON call_back
BEGIN SELECT RAISE(ABORT, 'a call-back cannot be deleted'); END;
CREATE TRIGGER call_back_is_new BEFORE INSERT ON call_back
WHEN EXISTS(SELECT 1 FROM call_back WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a call-back cannot be replaced'); END;
CREATE VIEW tenant_day AS SELECT
	date(start / 1000 + 28800, 'unixepoch') AS day,
	tenant,
	direction,
	count(*) AS calls,
	sum(result = 'answered') AS answered,
	sum(result IN ('abandoned', 'timeout', 'full')) AS lost,
	sum(result = 'refused') AS refused,
	sum(talk_ms) / 1000 AS talk_s,
	sum(wait_ms) / 1000 AS wait_s
FROM call GROUP BY day, tenant, direction;
CREATE INDEX call_seat ON call(seat, start) WHERE seat != '';
CREATE INDEX call_tenant ON call(tenant, start) WHERE tenant != '';
CREATE INDEX call_queue ON call(queue, start) WHERE queue != '';
CREATE INDEX call_result ON call(result, start) WHERE result != 'answered';
CREATE INDEX deletion_call ON deletion(call);
CREATE INDEX consent_call ON consent(call);
CREATE TRIGGER call_is_kept BEFORE DELETE ON call
WHEN NOT EXISTS(SELECT 1 FROM purge WHERE call = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a call cannot be deleted'); END;
CREATE TRIGGER call_went AFTER DELETE ON call
BEGIN
	INSERT INTO deletion(at, rule, call, start, end, tenant, recording,
		sha256, recording_bytes)
	SELECT at, rule, OLD.id, OLD.start, OLD.end, OLD.tenant, OLD.recording,
		OLD.sha256, OLD.recording_bytes FROM purge WHERE call = OLD.id;
	DELETE FROM purge WHERE call = OLD.id;
END;
CREATE TRIGGER purge_is_late BEFORE INSERT ON purge
WHEN NEW.before > NEW.at - 30 * 86400000 OR NOT EXISTS(SELECT 1 FROM call
	WHERE id = NEW.call AND result != 'open' AND end > 0 AND
	end < NEW.before) OR EXISTS(SELECT 1 FROM consent WHERE call = NEW.call)
BEGIN SELECT RAISE(ABORT, 'a call is kept 30 days and more'); END;
CREATE TRIGGER purge_stays BEFORE UPDATE ON purge
BEGIN SELECT RAISE(ABORT, 'a purge cannot be changed'); END;
CREATE TRIGGER deletion_stays BEFORE UPDATE ON deletion
BEGIN SELECT RAISE(ABORT, 'a deletion cannot be changed'); END;
CREATE TRIGGER deletion_is_kept BEFORE DELETE ON deletion
BEGIN SELECT RAISE(ABORT, 'a deletion cannot be deleted'); END;
CREATE TRIGGER deletion_is_new BEFORE INSERT ON deletion
WHEN EXISTS(SELECT 1 FROM deletion WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a deletion cannot be replaced'); END;
CREATE TRIGGER purge_run_stays BEFORE UPDATE ON purge_run
BEGIN SELECT RAISE(ABORT, 'a run cannot be changed'); END;
CREATE TRIGGER purge_run_is_kept BEFORE DELETE ON purge_run
BEGIN SELECT RAISE(ABORT, 'a run cannot be deleted'); END;
CREATE TRIGGER trail_stays BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be changed'); END;
CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail
WHEN EXISTS(SELECT 1 FROM call WHERE id = OLD.call)
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be deleted'); END;
CREATE TRIGGER trail_is_new BEFORE INSERT ON trail
WHEN EXISTS(SELECT 1 FROM trail WHERE call = NEW.call AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'what became of a call cannot be replaced'); END;
CREATE UNIQUE INDEX withdrawal_consent ON withdrawal(consent);
CREATE TRIGGER withdrawal_stays BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be changed'); END;
CREATE TRIGGER withdrawal_is_kept BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be deleted'); END;
CREATE TRIGGER withdrawal_is_new BEFORE INSERT ON withdrawal
WHEN EXISTS(SELECT 1 FROM withdrawal WHERE id = NEW.id OR
	consent = NEW.consent)
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be replaced'); END;
CREATE INDEX place_kept ON place(id) WHERE ended = 0;
CREATE INDEX place_call ON place(call);
CREATE TRIGGER call_went_whole AFTER DELETE ON call
BEGIN
	DELETE FROM trail WHERE call = OLD.id;
	DELETE FROM place WHERE call = OLD.id;
END;
CREATE TRIGGER wish_stays BEFORE UPDATE ON wish
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be changed'); END;
CREATE TRIGGER wish_is_kept BEFORE DELETE ON wish
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be deleted'); END;
CREATE TRIGGER wish_is_new BEFORE INSERT ON wish
WHEN EXISTS(SELECT 1 FROM wish WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'what was asked for cannot be replaced'); END;
CREATE INDEX call_back_wish ON call_back(wish) WHERE wish > 0;
CREATE INDEX note_call ON note(call);
CREATE TRIGGER note_stays BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'a note cannot be changed'); END;
CREATE TRIGGER note_is_kept BEFORE DELETE ON note
WHEN EXISTS(SELECT 1 FROM call WHERE id = OLD.call)
BEGIN SELECT RAISE(ABORT, 'a note cannot be deleted'); END;
CREATE TRIGGER note_is_new BEFORE INSERT ON note
WHEN EXISTS(SELECT 1 FROM note WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a note cannot be replaced'); END;
CREATE TRIGGER call_went_with_notes AFTER DELETE ON call
BEGIN DELETE FROM note WHERE call = OLD.id; END;
COMMIT;
PRAGMA user_version = 8;
PRAGMA application_id = 1668309857;
