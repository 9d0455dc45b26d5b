-- Schema 11: personal data is deleted for good, and the chain of the journal
-- holds.  What is deleted of a row are its values and its reason; its hash
-- stays, and the row of the deletion (act "forget") has a seal over all rows it
-- took something from: dossier/forget.h.

-- Random, 32 hexadecimal digits, hashed with the row: from a hash that stays no
-- value can be guessed once the salt is gone.  NULL: a row of schema 10 or
-- before, or one that something was deleted of.
ALTER TABLE journal ADD COLUMN salt TEXT;

-- Change that deleted old, new and reason of this row; NULL: none did
ALTER TABLE journal ADD COLUMN gone INTEGER;

CREATE INDEX journal_gone ON journal(dossier, gone) WHERE gone IS NOT NULL;

DROP TRIGGER journal_no_update;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN OLD.gone IS NOT NULL OR NEW.gone IS NULL OR NEW.gone <= OLD.change OR
	NEW.old IS NOT NULL OR NEW.new IS NOT NULL OR
	NEW.reason IS NOT NULL OR NEW.salt IS NOT NULL OR
	(NEW.dossier, NEW.seq, NEW.change, NEW.at, NEW.actor, NEW.act,
	NEW.undoes, NEW.key, NEW.ok, NEW.old_ok, NEW.origin, NEW.old_origin,
	NEW.prev, NEW.hash) IS NOT
	(OLD.dossier, OLD.seq, OLD.change, OLD.at, OLD.actor, OLD.act,
	OLD.undoes, OLD.key, OLD.ok, OLD.old_ok, OLD.origin, OLD.old_origin,
	OLD.prev, OLD.hash)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
