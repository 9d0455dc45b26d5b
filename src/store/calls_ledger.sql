-- The call database, schema 5: looking calls up.  Each index ends in the
-- rowid, so that a page is read in the order it is shown in, newest first.

CREATE INDEX call_seat ON call(seat, start) WHERE seat != '';
CREATE INDEX call_tenant ON call(tenant, start) WHERE tenant != '';
CREATE INDEX call_queue ON call(queue, start) WHERE queue != '';
CREATE INDEX call_result ON call(result, start) WHERE result != 'answered';
