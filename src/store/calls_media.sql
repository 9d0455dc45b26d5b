-- The call database, schema 2: what the parties themselves report of the sound
-- (RTCP, RFC 3550 6.4).
ALTER TABLE call ADD COLUMN caller_rtt_us INTEGER NOT NULL DEFAULT 0; -- round trip, 0 not reported
ALTER TABLE call ADD COLUMN caller_far_lost INTEGER NOT NULL DEFAULT 0; -- of what was sent to the caller
ALTER TABLE call ADD COLUMN caller_far_jitter_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN seat_rtt_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN seat_far_lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN seat_far_jitter_us INTEGER NOT NULL DEFAULT 0;
