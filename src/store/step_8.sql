-- Schema 8: reasons are found by the fact they were given for.

CREATE INDEX IF NOT EXISTS journal_reason ON journal(dossier, key, seq)
WHERE reason IS NOT NULL;
