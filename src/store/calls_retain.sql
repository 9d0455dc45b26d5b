-- The call database, schema 6: what is old enough goes, and that it went stays.

-- Calls that are about to go.  First a row stands here, then the recording is
-- deleted, then the call, in the transaction that takes the row out again:
-- what is half done after a crash is found here.
CREATE TABLE purge(
	call INTEGER PRIMARY KEY,           -- call that goes
	at INTEGER NOT NULL,                -- when that was decided
	before INTEGER NOT NULL,            -- calls that ended before may go
	rule TEXT NOT NULL                  -- by which rule, "recording.days=90"
) STRICT;

-- What went.  No number of a person is kept.
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

CREATE INDEX deletion_call ON deletion(call);

-- Runs of the purge, so that one that found nothing is seen too.
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

-- A voucher keeps its call.
CREATE INDEX consent_call ON consent(call);

DROP TRIGGER call_is_kept;
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

-- MIIT letter 2020-81: kept 30 days and more, whatever a program wants.
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
