PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE dossier(
	id INTEGER PRIMARY KEY,
	no TEXT NOT NULL UNIQUE,            -- number people use, e.g. 2026-0001
	name TEXT NOT NULL DEFAULT '',      -- company, copied from fact co.name
	created INTEGER NOT NULL,           -- when it was opened
	updated INTEGER NOT NULL,           -- when its journal last grew
	pack_version TEXT NOT NULL,         -- rule pack it uses
	pack_sha256 TEXT NOT NULL,          -- hash of that pack's files
	journal_len INTEGER NOT NULL DEFAULT 0, -- rows its journal must have
	journal_head TEXT NOT NULL DEFAULT ''   -- hash of the last of them
) STRICT;
INSERT INTO dossier VALUES(1,'2026-0001','示例网络有限公司',1795312800000,1795312800000,'1','af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a',20,'4ed2b908f843d77e68f6e0ded8aa4034ae08b8a32d71686a290d2cc15437e9d5');
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
INSERT INTO fact VALUES(1,'co',0,'mobile','13000000000',1,'import',3);
INSERT INTO fact VALUES(1,'co',0,'name','示例网络有限公司',1,'entry',11);
INSERT INTO fact VALUES(1,'holder',1,'name','示例甲',1,'import',7);
INSERT INTO fact VALUES(1,'holder',1,'ratio','60',1,'import',8);
INSERT INTO fact VALUES(1,'holder',2,'name','示例乙',1,'import',9);
INSERT INTO fact VALUES(1,'holder',2,'ratio','40',1,'import',10);
INSERT INTO fact VALUES(1,'site',0,'addr','示例路 1 号',1,'import',6);
INSERT INTO fact VALUES(1,'site',0,'area','120',1,'import',13);
INSERT INTO fact VALUES(1,'site',0,'owned','true',1,'import',5);
INSERT INTO fact VALUES(1,'step',1,'act','go',1,'act',14);
INSERT INTO fact VALUES(1,'step',1,'date','2026-11-20',1,'act',17);
INSERT INTO fact VALUES(1,'step',1,'due','2026-11-27',1,'act',19);
INSERT INTO fact VALUES(1,'step',1,'due_rule','c',1,'act',20);
INSERT INTO fact VALUES(1,'step',1,'from','A',1,'act',15);
INSERT INTO fact VALUES(1,'step',1,'note','示例',1,'act',18);
INSERT INTO fact VALUES(1,'step',1,'to','B',1,'act',16);
CREATE TABLE journal(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	seq INTEGER NOT NULL,               -- from 1, without gaps
	change INTEGER NOT NULL,            -- rows made together share it
	at INTEGER NOT NULL,                -- when
	actor TEXT NOT NULL,                -- account that did it
	act TEXT NOT NULL,                  -- set, undo; those that change no
	                                    -- fact: new, migrate, tick, untick
	undoes INTEGER,                     -- change that an undo takes back
	key TEXT,                           -- fact, e.g. holder[2].ratio
	old TEXT,                           -- value before; NULL: none; of
	                                    -- migrate the hash of the pack
	new TEXT,                           -- value after; NULL: cleared; of
	                                    -- migrate the pack, of tick what
	                                    -- was copied
	ok INTEGER NOT NULL,                -- as fact.ok, of the new value
	old_ok INTEGER NOT NULL,            -- as fact.ok, of the old value
	origin TEXT NOT NULL,               -- as fact.origin, of the new value
	old_origin TEXT,                    -- as fact.origin, of the old value
	reason TEXT,                        -- why, if it was asked for
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL, salt TEXT, gone INTEGER,                 -- SHA-256 over prev and this row
	PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO journal VALUES(1,1,1,1795312800000,'root','new',NULL,NULL,NULL,NULL,1,1,'entry',NULL,NULL,'','71689a76dd5b47d62d04464a2dd550844bffdec047a2769bff2bd59a4d91ad31','22d14d54ad84097f72a88bb278904628',NULL);
INSERT INTO journal VALUES(1,2,2,1795312800000,'root','set',NULL,'co.name',NULL,'陕西云岭示例呼叫服务有限公司',1,1,'import',NULL,NULL,'71689a76dd5b47d62d04464a2dd550844bffdec047a2769bff2bd59a4d91ad31','76c8c87090dddbcaf202a42f004a7508c0bd78509d8d91856f18a06526c63a71','a5a8fee296870b163b57a4c3913f16f3',NULL);
INSERT INTO journal VALUES(1,3,2,1795312800000,'root','set',NULL,'co.mobile',NULL,'13000000000',1,1,'import',NULL,NULL,'76c8c87090dddbcaf202a42f004a7508c0bd78509d8d91856f18a06526c63a71','eee654848e4a8d8e849247bb8b9728c9b18f86f6cf73828ab595c5d1f054b8f8','4272eba1e7d3df494adef0db9600d7aa',NULL);
INSERT INTO journal VALUES(1,4,2,1795312800000,'root','set',NULL,'site.area',NULL,'120',1,1,'import',NULL,NULL,'eee654848e4a8d8e849247bb8b9728c9b18f86f6cf73828ab595c5d1f054b8f8','3d3e41c840a65bcd3a740de745473a133421e6c5584251e59546772e2e58b699','9d5342b9bf713b9860eb612f890e56b4',NULL);
INSERT INTO journal VALUES(1,5,2,1795312800000,'root','set',NULL,'site.owned',NULL,'true',1,1,'import',NULL,NULL,'3d3e41c840a65bcd3a740de745473a133421e6c5584251e59546772e2e58b699','9f767f18d75565cdcdfaa766d6d1cb144f0e1f91b0407eec3f4d8ed5eafb9dbb','014d9488d4b39b643875b9f22efa62f3',NULL);
INSERT INTO journal VALUES(1,6,2,1795312800000,'root','set',NULL,'site.addr',NULL,'示例路 1 号',1,1,'import',NULL,NULL,'9f767f18d75565cdcdfaa766d6d1cb144f0e1f91b0407eec3f4d8ed5eafb9dbb','5ac28bf558a0b1eb3d72943b68ec2a3ca805c0eb3261340b618cb1263a513f88','54c7e436af2428feb1b714a5964704f7',NULL);
INSERT INTO journal VALUES(1,7,2,1795312800000,'root','set',NULL,'holder[1].name',NULL,'示例甲',1,1,'import',NULL,NULL,'5ac28bf558a0b1eb3d72943b68ec2a3ca805c0eb3261340b618cb1263a513f88','6c5ff807ab8cfedc2bf1ab8b75f86c4947d84a7398c9e4fd3e216265b294aeb3','57b73b60e9983fbfc4c140eefa2d3235',NULL);
INSERT INTO journal VALUES(1,8,2,1795312800000,'root','set',NULL,'holder[1].ratio',NULL,'60',1,1,'import',NULL,NULL,'6c5ff807ab8cfedc2bf1ab8b75f86c4947d84a7398c9e4fd3e216265b294aeb3','1c7fc3cc5e93d98ec293ced9c2b2c17d687145a5d9feabcc9580e93fec08a77c','90836c682a740ec862ce87984427b1b7',NULL);
INSERT INTO journal VALUES(1,9,2,1795312800000,'root','set',NULL,'holder[2].name',NULL,'示例乙',1,1,'import',NULL,NULL,'1c7fc3cc5e93d98ec293ced9c2b2c17d687145a5d9feabcc9580e93fec08a77c','401d675de75cf7fceb6d32b64796ca2077b3008f33d56f02a7fc9d8d3c566e1e','cafa59e68d296659fac0c26386848dc6',NULL);
INSERT INTO journal VALUES(1,10,2,1795312800000,'root','set',NULL,'holder[2].ratio',NULL,'40',1,1,'import',NULL,NULL,'401d675de75cf7fceb6d32b64796ca2077b3008f33d56f02a7fc9d8d3c566e1e','2600dd56de323de09e15ee4851e56663e256bb485fee3b5b461e170327e9890d','dc41ff0032f641b39af4a5ac2577e9ce',NULL);
INSERT INTO journal VALUES(1,11,3,1795312800000,'root','set',NULL,'co.name','陕西云岭示例呼叫服务有限公司','示例网络有限公司',1,1,'entry','import',NULL,'2600dd56de323de09e15ee4851e56663e256bb485fee3b5b461e170327e9890d','a3c10500dfb307aeb1fa971adad531ec354738b0111f50cc0e31b2511906b0d3','ba01f8b0d8a9c78de92d738d0629d341',NULL);
INSERT INTO journal VALUES(1,12,4,1795312800000,'root','set',NULL,'site.area','120','90',1,1,'entry','import',NULL,'a3c10500dfb307aeb1fa971adad531ec354738b0111f50cc0e31b2511906b0d3','e5eed542347d625a2caf4cca4bb8c66959cd0080d17b39e55da5cbf663fcbb02','4c4c58c09c954f61026440ae2379e1f0',NULL);
INSERT INTO journal VALUES(1,13,5,1795312800000,'root','undo',4,'site.area','90','120',1,1,'import','entry',NULL,'e5eed542347d625a2caf4cca4bb8c66959cd0080d17b39e55da5cbf663fcbb02','6e96004b752566893b626b74af1eba27307561ea91cc34657b0595ed476b865d','b8b11efaaf0d82ef4201dbba1327adf9',NULL);
INSERT INTO journal VALUES(1,14,6,1795312800000,'root','set',NULL,'step[1].act',NULL,'go',1,1,'act',NULL,NULL,'6e96004b752566893b626b74af1eba27307561ea91cc34657b0595ed476b865d','b5fa883fe232fbcb50837bec67db6123910eeecaa033ddf205707225384bd031','32bc8636a2a36617382e2cc688df83fa',NULL);
INSERT INTO journal VALUES(1,15,6,1795312800000,'root','set',NULL,'step[1].from',NULL,'A',1,1,'act',NULL,NULL,'b5fa883fe232fbcb50837bec67db6123910eeecaa033ddf205707225384bd031','255138b3ddf0a3194355088929a03a15edb014329eac54727acac51b56bad30f','a7bb858001149ea99491cc5342caf8f0',NULL);
INSERT INTO journal VALUES(1,16,6,1795312800000,'root','set',NULL,'step[1].to',NULL,'B',1,1,'act',NULL,NULL,'255138b3ddf0a3194355088929a03a15edb014329eac54727acac51b56bad30f','acacef4582af2b489c842ad8fab89c5b451859c8c3f8b4b8c090031951d4a8f7','a6b82957d73cff1e4a2bafa611a3524a',NULL);
INSERT INTO journal VALUES(1,17,6,1795312800000,'root','set',NULL,'step[1].date',NULL,'2026-11-20',1,1,'act',NULL,NULL,'acacef4582af2b489c842ad8fab89c5b451859c8c3f8b4b8c090031951d4a8f7','3b7d74de5a0e422e83a230047946f2ad2a98bcacd1e64732840b42ceaeb078ed','403ccc893255ffcc22cd92a67d4099c1',NULL);
INSERT INTO journal VALUES(1,18,6,1795312800000,'root','set',NULL,'step[1].note',NULL,'示例',1,1,'act',NULL,NULL,'3b7d74de5a0e422e83a230047946f2ad2a98bcacd1e64732840b42ceaeb078ed','1dbd6b1e01a4b928f1c637f4fb7c2fa5f1f5c489a24e26c3d0f89ed43c0045a7','c96567715e83208c2f3b1dd58ef9d484',NULL);
INSERT INTO journal VALUES(1,19,6,1795312800000,'root','set',NULL,'step[1].due',NULL,'2026-11-27',1,1,'act',NULL,NULL,'1dbd6b1e01a4b928f1c637f4fb7c2fa5f1f5c489a24e26c3d0f89ed43c0045a7','a2d6459127add6a8b0b4159f7b3e1f3ebbc0e11fcce482097418b4e83d278659','f70647f5c016a827b431556acae5ebca',NULL);
INSERT INTO journal VALUES(1,20,6,1795312800000,'root','set',NULL,'step[1].due_rule',NULL,'c',1,1,'act',NULL,NULL,'a2d6459127add6a8b0b4159f7b3e1f3ebbc0e11fcce482097418b4e83d278659','4ed2b908f843d77e68f6e0ded8aa4034ae08b8a32d71686a290d2cc15437e9d5','14570299e7e29ef523b37de99adfcd34',NULL);
CREATE TABLE search_state(
	made_with TEXT NOT NULL             -- version of the tokens; '' = stale
) STRICT;
INSERT INTO search_state VALUES('2-ae1806981fda10a0-2a4c2b5f76928545');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','search_name','search_name',0,'CREATE VIRTUAL TABLE search_name USING fts5(
	tokens, content='''', columnsize=0, tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'search_name_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO search_name_data VALUES(1,X'011b');
INSERT INTO search_name_data VALUES(10,X'000000000103030003010101020101030101');
INSERT INTO search_name_data VALUES(137438953473,X'0000004204303030300102070301310102080201310102090202323601020301013101020a01033230320102020201360102040101360102050104c3973264010206040806060706080606');
INSERT INTO search_name_data VALUES(274877906945,X'0000011904303030300103070301310103080201310103090202323601030301013101030a01033230320103020201360103040101360103050105c2b7667779010223030267730102270303686a6601022103036a667701022203036c686a0102200402736c01021e03017301022804026c6801021f0402787901021b030377797801022403037867730102260402796c01021c0303796c7301021d040278670102250104c397303001040b11030232640103060103e4ba9101020e0202be8b0102110103e585ac01021802028aa101021502028fab0102130301b8010219020291bc0102120202b2ad01020f0103e69c8901021603018d0102140103e7a4ba0102100103e8a5bf01020d0103e9999001021703019501020c0408060607060806060a070808080706070708080708070a0708070807070607070806080808');
INSERT INTO search_name_data VALUES(412316860417,X'0000013004303030300103070301310103080201310103090202323601030301013101030a01033230320103020201360103040101360103050105c2b766777901010302677301031b0303686a66010103036a6677010103036c686a01010402736c01010402776c0102160402797801021803017301031c04026c6801010501770102150402787901010303776c79010217040279780101030378677301031a0402796c01010303796c730101040278670103190104c397303001050b0b030232640103060103e4ba9101010202be8b01030d0103e585ac01031202028aa1010102028fab01010301b8010313020291bc01010202b2ad01010103e69c8901031003018d01010103e7a4ba01030c0202bb9c01020f0202bd9101020e0103e8a5bf01010103e9999001031103019501010408060607060806060907070707060707060606060806080607070a07070708060606060608050807070708');
CREATE TABLE IF NOT EXISTS 'search_name_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO search_name_idx VALUES(1,X'',2);
INSERT INTO search_name_idx VALUES(2,X'',2);
INSERT INTO search_name_idx VALUES(3,X'',2);
CREATE TABLE IF NOT EXISTS 'search_name_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO search_name_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','search_fact','search_fact',0,'CREATE VIRTUAL TABLE search_fact USING fts5(
	tokens, content='''', columnsize=0, tokenize=''ascii'')');
CREATE TABLE IF NOT EXISTS 'search_fact_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO search_fact_data VALUES(1,X'0e5d');
INSERT INTO search_fact_data VALUES(10,X'000000010104040004010101020101030101040101');
INSERT INTO search_fact_data VALUES(137438953473,X'0000011d023030a0808003020c010204040203020203020130a0808003020b030130a08080030e04030303030303010131a080800604060902023230a0808004020202023330a0808003020201023230a080800402030103333030a0808003020301023430a080800a020201023630a080800802020103c2b76aa0808007020803026c6aa08080070207040179a080800902070303736c6aa08080070206050179a08080090206030179a080800902080104c3973030a0808006020901020502020503023230a08080060405040103e4b999a080800902040202be8ba080800604030a0102030202030103e58fb7a08080060408080103e794b2a080800702040202a4baa080800604020a0102020202020103e8b7afa080800604040a0412090f0a0a0a0a0b0a0a0b0a090b0909120b0b110c0b11');
INSERT INTO search_fact_data VALUES(274877906945,X'0000002c023030a0808004010802030103313230a08080040101023230a08080040101023930a080800c0202040b0a09');
INSERT INTO search_fact_data VALUES(412316860417,X'0000002d023030a080800c010102040103313230a080800d020201023230a080800d020301023930a080800c01040b0b0a');
INSERT INTO search_fact_data VALUES(549755813889,X'0000012c023030a0808011040b0b02023236a080801104030d0204030d010131a08080110208020208020131a08080110207020207030132a0808011021102021102023230a08080110212030137a0808013021201023230a0808011040a0b030132a080801104020d0204020d020136a08080110204020204030131a0808011020f02020f020137a0808013040a0b010136a0808011020502020502023131a08080110210020210010137a0808013040b0b010161a080800f0202010162a08080100202010163a080801402020102676fa080800e020201016fa080800e02030103c2b76ca080801202060302736ca080801202050104c3973030a0808011020c01020401020c03023264a0808011040605020406050103e4be8ba080801202030103e7a4baa08080120202040a0f0c0c0c0a090b0e0c0c0a0c0d0a0909090a090b0a120f0b');
CREATE TABLE IF NOT EXISTS 'search_fact_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO search_fact_idx VALUES(1,X'',2);
INSERT INTO search_fact_idx VALUES(2,X'',2);
INSERT INTO search_fact_idx VALUES(3,X'',2);
INSERT INTO search_fact_idx VALUES(4,X'',2);
CREATE TABLE IF NOT EXISTS 'search_fact_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO search_fact_config VALUES('automerge',8);
INSERT INTO search_fact_config VALUES('version',4);
CREATE TABLE pack(
	sha256 TEXT PRIMARY KEY,            -- over all its files
	version TEXT NOT NULL,              -- as its rules.yaml says, e.g. 2026.12
	kept INTEGER NOT NULL               -- when it was put here
) STRICT, WITHOUT ROWID;
INSERT INTO pack VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','1',1795312800000);
CREATE TABLE pack_file(
	sha256 TEXT NOT NULL REFERENCES pack(sha256),
	name TEXT NOT NULL,                 -- e.g. data/rules.yaml
	text TEXT NOT NULL,                 -- its bytes, UTF-8
	PRIMARY KEY (sha256, name)
) STRICT, WITHOUT ROWID;
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/calendar.yaml',replace('years:\n  - year: 2026\n    title: 示例\n    sources: [D]\n    off:\n      - {name: 国庆节, name_en: National Day, from: 2026-10-01, to: 2026-10-07}\n    work: [2026-10-10]\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/clocks.yaml',replace('clocks:\n  - {id: c, title: 钟, whom: us, start: [go], days: "5", unit: "''working''", sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/duties.yaml',replace('duties:\n  - {id: D-1, title: 事, whom: us, due: (SELECT min(date) FROM step), every: year, sources: [D]}\nexpiries:\n  - {id: E-1, title: 期, each: step, fact: due, ahead: 9, sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/papers.yaml',replace('papers:\n  - {id: DOC-01, title: 件, kind: scan, held: site.scan, sources: [D]}\n  - {id: DOC-02, title: 书, kind: written, template: t.md, sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/profiles.yaml',replace('profiles:\n  - {key: national, authority: 部, checked: 2026-01-01, sources: [D]}\n  - {key: default, authority: 惯例, checked: 2026-01-01, sources: [D], numbers: [{what: seats, value: "30", strength: advice, checked: 2026-01-01, sources: [D]}]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/rules.yaml',replace('version: "1"\ngroups:\n  - {key: form, title: 表, weight: 40}\n  - {key: site, title: 场地, weight: 33}\n  - {key: paper, title: 材料, weight: 27}\nrules:\n  - {id: R-1, group: site, severity: error, title: 面积, holds: site.area > 100, sentence: 太小, fix: 换, sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/sources.yaml',replace('sources:\n  - {key: D, strength: derived, title: 推定}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','data/stages.yaml',replace('stages:\n  - {id: A, title: 甲, actor: us, sources: [D]}\n  - {id: B, title: 乙, actor: authority, sources: [D]}\nacts:\n  - {id: go, title: 走, from: [A], to: B, actor: us, asks: [note], sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','forms/f.yaml',replace('form: f\ntitle: 表\norder: 1\nportal: 1\nsections:\n  - group: co\n    title: 公司\n    fields:\n      - {key: name, label: 名称, type: text, sources: [D]}\n      - {key: mobile, label: 手机, type: text, sources: [D]}\n  - group: site\n    title: 场地\n    fields:\n      - {key: area, label: 面积, type: number, required: "1", sources: [D]}\n      - {key: seats, label: 座席, type: int, sources: [D]}\n      - {key: owned, label: 自有, type: bool, sources: [D]}\n      - {key: rent, label: 租金, type: money, sources: [D]}\n      - {key: since, label: 起租, type: date, sources: [D]}\n      - {key: addr, label: 地址, type: text, sources: [D]}\n      - {key: code, label: 代码, type: uscc, sources: [D]}\n      - {key: kind, label: 类型, type: choice, choices: [{value: own, label: 自有}, {value: let, label: 租赁}], sources: [D]}\n      - {key: uses, label: 用途, type: choices, choices: [{value: calls, label: 呼入}, {value: store, label: 仓库}], sources: [D]}\n      - {key: scan, label: 扫描件, type: file, sources: [D]}\n      - {key: per, label: 人均, type: number, calculate: site.area / site.seats, sources: [D]}\n  - group: commit\n    title: 承诺\n    fields:\n      - {key: on, label: 日期, type: date, sources: [D]}\n      - {key: kind, label: 种类, type: choice, choices: [{value: a, label: 甲}], sources: [D]}\n  - group: holder\n    title: 股东\n    repeat: true\n    fields:\n      - {key: name, label: 姓名, type: text, required: "1", sources: [D]}\n      - {key: ratio, label: 比例, type: ratio, sources: [D]}\n      - {key: type, label: 类型, type: choice, choices: [{value: person, label: 自然人}, {value: firm, label: 法人}], sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','forms/p.yaml',replace('form: p\ntitle: 进度\norder: 2\nsections:\n  - group: step\n    title: 步\n    repeat: true\n    origin: act\n    fields:\n      - {key: act, label: 动作, type: text, sources: [D]}\n      - {key: from, label: 自, type: text, sources: [D]}\n      - {key: to, label: 至, type: text, sources: [D]}\n      - {key: date, label: 日期, type: date, sources: [D]}\n      - {key: due, label: 到期, type: date, sources: [D]}\n      - {key: due_rule, label: 依据, type: text, sources: [D]}\n      - {key: note, label: 说明, type: text, sources: [D]}\n','\n',char(10)));
INSERT INTO pack_file VALUES('af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a','templates/t.md',replace('x\n','\n',char(10)));
CREATE TABLE deadline(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	key TEXT NOT NULL,                  -- stable within the dossier, D-01:2027
	title TEXT NOT NULL,                -- Chinese
	title_en TEXT NOT NULL,
	whom TEXT NOT NULL,                 -- us, applicant, authority, ...
	owner TEXT,                         -- person a task is given to; or NULL
	backup TEXT,                        -- who stands in; or NULL
	state TEXT NOT NULL,                -- open; failed: none can be computed,
	                                    --   title says why
	due TEXT,                           -- YYYY-MM-DD; NULL: no day
	opens TEXT,                         -- first day it can be done; NULL: any
	uncovered INTEGER NOT NULL,         -- first year counted by weekends, or 0
	PRIMARY KEY (dossier, key)
) STRICT, WITHOUT ROWID;
INSERT INTO deadline VALUES(1,'D-1:2027','事','事','us',NULL,NULL,'open','2027-11-20',NULL,0);
INSERT INTO deadline VALUES(1,'E-1:step[1]','期','期','applicant',NULL,NULL,'open','2026-11-27','2026-11-18',0);
INSERT INTO deadline VALUES(1,'c','钟','钟','us',NULL,NULL,'open','2026-11-27',NULL,0);
CREATE TABLE deadline_made(
	dossier INTEGER PRIMARY KEY REFERENCES dossier(id),
	journal_len INTEGER NOT NULL,       -- of the dossier
	made_with TEXT NOT NULL             -- pack, calendar, year and program
) STRICT;
INSERT INTO deadline_made VALUES(1,20,'af1076d898ee7344b7a4918f1850ed613a6d97b0f48d9340c9b47a60cda2047a 252a4211ba638ea0751ed974633172d33d64d57df3f26336078c7a153a9ee00b 2026 1');
CREATE TABLE forecast(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	milestone TEXT NOT NULL,            -- accepted, visited, ... of the pack
	made TEXT NOT NULL,                 -- day, YYYY-MM-DD
	stage TEXT NOT NULL,                -- where the dossier was
	p10 TEXT NOT NULL,                  -- one in ten is earlier, YYYY-MM-DD
	p50 TEXT NOT NULL,                  -- as likely before as after
	p90 TEXT NOT NULL,                  -- one in ten is later
	seed INTEGER NOT NULL,              -- of the random numbers
	same INTEGER NOT NULL,              -- own stays used, same authority
	others INTEGER NOT NULL,            -- own stays used, other authorities
	PRIMARY KEY (dossier, milestone, made)
) STRICT, WITHOUT ROWID;
CREATE TABLE reminder(
	channel TEXT NOT NULL,              -- name in the configuration
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	key TEXT NOT NULL,                  -- of the deadline
	due TEXT NOT NULL,                  -- YYYY-MM-DD; another day: a new one
	before INTEGER NOT NULL,            -- days before; -1: late
	sent_at INTEGER,                    -- ms UTC; NULL: not yet
	PRIMARY KEY (channel, dossier, key, due, before)
) STRICT, WITHOUT ROWID;
CREATE TABLE reminder_channel(
	name TEXT PRIMARY KEY,
	claimed INTEGER NOT NULL,           -- a run sends until then; ms UTC, or 0
	attempts INTEGER NOT NULL,          -- failed ones since the last success
	failed_since INTEGER,               -- ms UTC; NULL: the last one went well
	next_at INTEGER NOT NULL,           -- not before; ms UTC, or 0
	error TEXT                          -- why the last one failed; or NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE watched(
	name TEXT PRIMARY KEY,              -- of the list, in the configuration
	url TEXT NOT NULL,
	etag TEXT,                          -- of the page read last
	modified TEXT,                      -- its Last-Modified
	checked INTEGER NOT NULL,           -- last attempt
	read INTEGER,                       -- last reading that went well
	sha256 TEXT,                        -- of the page read last
	names TEXT,                         -- hash of the names and codes that
	                                    -- were looked for in it
	kept INTEGER NOT NULL DEFAULT 0,    -- 1: watched_hit is of that page
	total INTEGER NOT NULL DEFAULT 0,   -- rows it has
	error TEXT                          -- why the last attempt failed
) STRICT, WITHOUT ROWID;
CREATE TABLE watched_hit(
	name TEXT NOT NULL REFERENCES watched(name) ON DELETE CASCADE,
	n INTEGER NOT NULL,                 -- from 1, in the order of the list
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	how TEXT NOT NULL,                  -- code, name, possible
	line INTEGER NOT NULL,              -- line of the page, from 1
	cells TEXT NOT NULL,                -- the row, a JSON array of texts
	PRIMARY KEY (name, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE filing(
	dossier INTEGER NOT NULL REFERENCES dossier(id),
	version INTEGER NOT NULL,           -- from 1, without gaps
	at INTEGER NOT NULL,                -- when it was made, ms UTC
	day TEXT NOT NULL,                  -- printed in it, YYYY-MM-DD
	journal_len INTEGER NOT NULL,       -- rows of the journal it rests on
	journal_head TEXT NOT NULL,         -- printed in it
	pack_version TEXT NOT NULL,
	pack_sha256 TEXT NOT NULL,
	zip_name TEXT NOT NULL,             -- without its folder
	zip_bytes INTEGER NOT NULL,
	zip_sha256 TEXT NOT NULL,
	reason TEXT,                        -- why it was made although something
	                                    -- blocked it; NULL: nothing did
	PRIMARY KEY (dossier, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE filing_paper(
	dossier INTEGER NOT NULL,
	version INTEGER NOT NULL,
	n INTEGER NOT NULL,                 -- from 1, in the order of the bundle
	id TEXT NOT NULL,                   -- of the paper, DOC-02; '' the index
	file TEXT NOT NULL,                 -- its name in the bundle
	title TEXT NOT NULL,
	origin TEXT NOT NULL,               -- index, written, scanned, evidence
	pages INTEGER,                      -- NULL: not known
	bytes INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	content TEXT NOT NULL,              -- hash of what it says, without foot
	                                    -- and day
	PRIMARY KEY (dossier, version, n),
	FOREIGN KEY (dossier, version) REFERENCES filing(dossier, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE office(
	seq INTEGER PRIMARY KEY,            -- from 1, without gaps
	at INTEGER NOT NULL,                -- when, ms UTC
	actor TEXT NOT NULL,                -- account that gave or took it
	account TEXT NOT NULL,              -- of the operating system
	role TEXT NOT NULL,                 -- '' none any more
	dossiers TEXT,                      -- numbers parted by blanks, the only
	                                    -- ones it sees; NULL: all
	prev TEXT NOT NULL,                 -- hash of the row before; '' for the first
	hash TEXT NOT NULL                  -- SHA-256 over prev and this row
) STRICT;
CREATE INDEX dossier_updated ON dossier(updated DESC, id DESC);
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX deadline_due ON deadline(due) WHERE state = 'open';
CREATE INDEX deadline_opens ON deadline(opens) WHERE state = 'open';
CREATE INDEX deadline_failed ON deadline(dossier) WHERE state = 'failed';
CREATE INDEX reminder_open ON reminder(channel) WHERE sent_at IS NULL;
CREATE INDEX journal_reason ON journal(dossier, key, seq)
WHERE reason IS NOT NULL;
CREATE INDEX office_account ON office(account, seq);
CREATE TRIGGER office_no_update BEFORE UPDATE ON office
BEGIN SELECT RAISE(ABORT, 'roles are append-only'); END;
CREATE TRIGGER office_no_delete BEFORE DELETE ON office
BEGIN SELECT RAISE(ABORT, 'roles are append-only'); END;
CREATE INDEX journal_gone ON journal(dossier, gone) WHERE gone IS NOT NULL;
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
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 11;
PRAGMA application_id = 1129342063;
