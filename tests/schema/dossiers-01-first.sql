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
INSERT INTO dossier VALUES(1,'2026-0001','示例网络有限公司',1795312800000,1795312800000,'2026.11','1714f92e7f32960cb1c30afb91f08fb958629396c94b18c53d6284889d1f496d',8,'363b688a8ad33e80323cb9f4f4a73e708d2d6be9ace29d3f32d609a442d02610');
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
INSERT INTO fact VALUES(1,'site',0,'area','120',1,'entry',8);
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
	origin TEXT NOT NULL,               -- as fact.origin
	reason TEXT,                        -- why, if it was asked for
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL,                 -- SHA-256 over prev and this row
	PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO journal VALUES(1,1,1,1795312800000,'root','new',NULL,NULL,NULL,NULL,1,1,'entry',NULL,'','4c0efb7749a851f54fb87ebca8b2dc59b75f1c4b9ad221cb28eb73f4bbe9914b');
INSERT INTO journal VALUES(1,2,2,1795312800000,'root','set',NULL,'co.name',NULL,'陕西云岭示例呼叫服务有限公司',1,1,'import',NULL,'4c0efb7749a851f54fb87ebca8b2dc59b75f1c4b9ad221cb28eb73f4bbe9914b','3ec371302e02a1ed62d24f9b0b5a3a72cdd18cc9542ec556750db6fd271dac7f');
INSERT INTO journal VALUES(1,3,2,1795312800000,'root','set',NULL,'holder[1].name',NULL,'示例甲',1,1,'import',NULL,'3ec371302e02a1ed62d24f9b0b5a3a72cdd18cc9542ec556750db6fd271dac7f','cfad6a286320cb6f700694da3a1088f8b697d2cffb7b7d96f2e97bf52d6ddaeb');
INSERT INTO journal VALUES(1,4,2,1795312800000,'root','set',NULL,'holder[2].name',NULL,'示例乙',1,1,'import',NULL,'cfad6a286320cb6f700694da3a1088f8b697d2cffb7b7d96f2e97bf52d6ddaeb','46b071833ce9266942d557e6fd0bb3da7b308109eaa0fb80a0793a0a97e4992b');
INSERT INTO journal VALUES(1,5,2,1795312800000,'root','set',NULL,'site.area',NULL,'120',1,1,'import',NULL,'46b071833ce9266942d557e6fd0bb3da7b308109eaa0fb80a0793a0a97e4992b','67e9b64a2e564b8982be5743626b8ae55065d5f7aeb05437d4b56b5c9dcfa464');
INSERT INTO journal VALUES(1,6,3,1795312800000,'root','set',NULL,'co.name','陕西云岭示例呼叫服务有限公司','示例网络有限公司',1,1,'entry',NULL,'67e9b64a2e564b8982be5743626b8ae55065d5f7aeb05437d4b56b5c9dcfa464','18acb0791b1658e76878afbbe9ca3a4ff56b7245c0fc7b45736d38e0fffa98f3');
INSERT INTO journal VALUES(1,7,4,1795312800000,'root','set',NULL,'site.area','120','90',1,1,'entry',NULL,'18acb0791b1658e76878afbbe9ca3a4ff56b7245c0fc7b45736d38e0fffa98f3','6c93fa915caed619f818ea0ce1601a7e77958a5d4ffba6ee2812e44c22d6e5e5');
INSERT INTO journal VALUES(1,8,5,1795312800000,'root','undo',4,'site.area','90','120',1,1,'entry',NULL,'6c93fa915caed619f818ea0ce1601a7e77958a5d4ffba6ee2812e44c22d6e5e5','363b688a8ad33e80323cb9f4f4a73e708d2d6be9ace29d3f32d609a442d02610');
CREATE INDEX dossier_updated ON dossier(updated DESC, id DESC);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
COMMIT;
PRAGMA user_version = 1;
PRAGMA application_id = 1129342063;
