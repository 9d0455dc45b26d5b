-- The call database, schema 4: calls back to users who agreed, and figures of tenants.

-- inbound, or outbound-consented: a call back, which is the only other
ALTER TABLE call ADD COLUMN direction TEXT NOT NULL DEFAULT 'inbound';
-- Voucher of the consent that it was made by, 0 inbound
ALTER TABLE call ADD COLUMN consent INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER call_direction_stays BEFORE UPDATE ON call
WHEN NEW.direction != OLD.direction OR NEW.consent != OLD.consent
BEGIN SELECT RAISE(ABORT, 'what is known of a call cannot be changed'); END;

-- What was asked of the call-back gate, and what it said.  A row that says
-- open is written together with its call, before the first packet.
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
) STRICT;

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

-- Figures of a tenant ('' is the licence holder) by day in China
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
