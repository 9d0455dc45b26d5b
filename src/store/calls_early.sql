-- The call database: what files of the first days lack, see ledger/calls.c,
-- early.  As in calls.sql.

CREATE TRIGGER IF NOT EXISTS breach_stays BEFORE UPDATE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS breach_is_kept BEFORE DELETE ON breach
BEGIN SELECT RAISE(ABORT, 'a breach cannot be deleted'); END;
CREATE TRIGGER IF NOT EXISTS breach_is_new BEFORE INSERT ON breach
WHEN EXISTS(SELECT 1 FROM breach WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a breach cannot be replaced'); END;
CREATE TRIGGER IF NOT EXISTS call_is_kept BEFORE DELETE ON call
BEGIN SELECT RAISE(ABORT, 'a call cannot be deleted'); END;
CREATE TRIGGER IF NOT EXISTS call_goes_on BEFORE UPDATE ON call
WHEN NEW.id != OLD.id OR NEW.call_id != OLD.call_id OR
	NEW.caller != OLD.caller OR NEW.called != OLD.called OR
	NEW.trunk != OLD.trunk OR NEW.start != OLD.start OR
	OLD.answer NOT IN (0, NEW.answer) OR
	OLD.queued NOT IN (0, NEW.queued) OR
	OLD.bridge NOT IN (0, NEW.bridge) OR OLD.end NOT IN (0, NEW.end) OR
	OLD.result NOT IN ('open', NEW.result) OR
	OLD.sha256 NOT IN ('', NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'what is known of a call cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS call_is_new BEFORE INSERT ON call
WHEN EXISTS(SELECT 1 FROM call AS old WHERE old.id = NEW.id AND (
	NEW.call_id != old.call_id OR NEW.caller != old.caller OR
	NEW.called != old.called OR NEW.trunk != old.trunk OR
	NEW.start != old.start OR old.result NOT IN ('open', NEW.result) OR
	old.sha256 NOT IN ('', NEW.sha256)))
BEGIN SELECT RAISE(ABORT, 'a call cannot be replaced'); END;
