PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE dossier(
	id INTEGER PRIMARY KEY,
	no TEXT NOT NULL UNIQUE,            -- number people use, e.g. 2026-0001
	name TEXT NOT NULL DEFAULT '',      -- company, copied from fact co.name
	created INTEGER NOT NULL,           -- when it was opened
	updated INTEGER NOT NULL,           -- when its journal last grew
	pack_version TEXT NOT NULL,         -- rule pack it was opened with
	pack_sha256 TEXT NOT NULL,          -- hash of that pack's files
	journal_len INTEGER NOT NULL DEFAULT 0, -- rows its journal must have
	journal_head TEXT NOT NULL DEFAULT ''   -- hash of the last of them
) STRICT;
INSERT INTO dossier VALUES(1,'2026-0001','示例网络有限公司',1795312800000,1795312800000,'2026.11','c96f6f2797300ec2eb5ffed7d38cb5c03b68353f0bc11a614bf147f71d73ab61',8,'dfd3feae91738e4e2ee8b6c1738417de2520d26a4b3b152de13df39d42ba99de');
CREATE TABLE fact(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	grp TEXT NOT NULL,                  -- group, e.g. site
	n INTEGER NOT NULL,                 -- row of a repeating group from 1, else 0
	key TEXT NOT NULL,                  -- field within the group, e.g. area
	value TEXT NOT NULL,                -- canonical text of its type
	ok INTEGER NOT NULL CHECK (ok IN (0, 1)), -- 0: kept as typed, not valid
	origin TEXT NOT NULL,               -- entry, import, drill
	seq INTEGER NOT NULL,               -- journal row that set it
	PRIMARY KEY (dossier, grp, n, key)
) STRICT, WITHOUT ROWID;
INSERT INTO fact VALUES(1,'co',0,'name','示例网络有限公司',1,'entry',6);
INSERT INTO fact VALUES(1,'holder',1,'name','示例甲',1,'import',3);
INSERT INTO fact VALUES(1,'holder',2,'name','示例乙',1,'import',4);
INSERT INTO fact VALUES(1,'site',0,'area','120',1,'import',8);
CREATE TABLE journal(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	seq INTEGER NOT NULL,               -- from 1, without gaps
	change INTEGER NOT NULL,            -- rows made together share it
	at INTEGER NOT NULL,                -- when
	actor TEXT NOT NULL,                -- account that did it
	act TEXT NOT NULL,                  -- new, set, undo, note
	undoes INTEGER,                     -- change that an undo takes back
	key TEXT,                           -- fact, e.g. holder[2].ratio
	old TEXT,                           -- value before; NULL: none
	new TEXT,                           -- value after; NULL: cleared
	ok INTEGER NOT NULL,                -- as fact.ok, of the new value
	old_ok INTEGER NOT NULL,            -- as fact.ok, of the old value
	origin TEXT NOT NULL,               -- as fact.origin, of the new value
	old_origin TEXT,                    -- as fact.origin, of the old value
	reason TEXT,                        -- why, if it was asked for
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL,                 -- SHA-256 over prev and this row
	PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO journal VALUES(1,1,1,1795312800000,'root','new',NULL,NULL,NULL,NULL,1,1,'entry',NULL,NULL,'','e1a9982fee5a06c5d29cd7f18569fbfb5d9a43796e8d44be615a86072207e9a2');
INSERT INTO journal VALUES(1,2,2,1795312800000,'root','set',NULL,'co.name',NULL,'陕西云岭示例呼叫服务有限公司',1,1,'import',NULL,NULL,'e1a9982fee5a06c5d29cd7f18569fbfb5d9a43796e8d44be615a86072207e9a2','bb22454c0282224921063d373cce18bd36bce86ad745c49cb42314a5e0547de9');
INSERT INTO journal VALUES(1,3,2,1795312800000,'root','set',NULL,'holder[1].name',NULL,'示例甲',1,1,'import',NULL,NULL,'bb22454c0282224921063d373cce18bd36bce86ad745c49cb42314a5e0547de9','c6985b3ecd9f9e2f02e9bf759ebdf1bc71baec2778a8b18db164a8427aea813b');
INSERT INTO journal VALUES(1,4,2,1795312800000,'root','set',NULL,'holder[2].name',NULL,'示例乙',1,1,'import',NULL,NULL,'c6985b3ecd9f9e2f02e9bf759ebdf1bc71baec2778a8b18db164a8427aea813b','f7bd00378a168284f81e054467b8b79611840e19063f7a013f586a4fdaea3894');
INSERT INTO journal VALUES(1,5,2,1795312800000,'root','set',NULL,'site.area',NULL,'120',1,1,'import',NULL,NULL,'f7bd00378a168284f81e054467b8b79611840e19063f7a013f586a4fdaea3894','9a1c952bd314128814a36a0d0a693d03ac2e83ff7dd6426db22df2154fed17cf');
INSERT INTO journal VALUES(1,6,3,1795312800000,'root','set',NULL,'co.name','陕西云岭示例呼叫服务有限公司','示例网络有限公司',1,1,'entry','import',NULL,'9a1c952bd314128814a36a0d0a693d03ac2e83ff7dd6426db22df2154fed17cf','acad062049a55d25d71bb9089b1a1495b3a459872455443526cd9aad3f8c5a3e');
INSERT INTO journal VALUES(1,7,4,1795312800000,'root','set',NULL,'site.area','120','90',1,1,'entry','import',NULL,'acad062049a55d25d71bb9089b1a1495b3a459872455443526cd9aad3f8c5a3e','b70e2929492f412e2ba123de649134501454de3e47214ca545f49f4013d77b47');
INSERT INTO journal VALUES(1,8,5,1795312800000,'root','undo',4,'site.area','90','120',1,1,'import','entry',NULL,'b70e2929492f412e2ba123de649134501454de3e47214ca545f49f4013d77b47','dfd3feae91738e4e2ee8b6c1738417de2520d26a4b3b152de13df39d42ba99de');
CREATE INDEX dossier_updated ON dossier(updated DESC, id DESC);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
COMMIT;
PRAGMA user_version = 1;
PRAGMA application_id = 1129342063;
