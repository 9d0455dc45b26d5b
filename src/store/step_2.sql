-- Schema 2: an index to search by.  It is made from dossier and fact by
-- dossier/search_index.c, in the same transaction as these, and can be made
-- anew at any time.  One token for a Chinese character, so that any part of a
-- text is a phrase; see dossier/search_private.h.  The tokenizer ascii takes
-- every other character as it is and depends on no Unicode version.

CREATE TABLE search_state(
	made_with TEXT NOT NULL             -- version of the tokens; '' = stale
) STRICT;

INSERT INTO search_state VALUES('');

-- rowid: dossier.id.  Number, company and its initials.
CREATE VIRTUAL TABLE search_name USING fts5(
	tokens, content='', columnsize=0, tokenize='ascii');

-- rowid: dossier.id << 26 | fact.seq.  The value of one fact.
CREATE VIRTUAL TABLE search_fact USING fts5(
	tokens, content='', columnsize=0, tokenize='ascii');

-- A dossier read from a file is a segment of its own: merged in larger steps,
-- so that reading a thousand costs less.
INSERT INTO search_fact(search_fact, rank) VALUES('automerge', 8);
