-- A cancellation without a refund record is read as restocked until the figures of its products say otherwise.
-- expand
-- the transaction that first read the order so, and when it was found not to be so
alter table orders add column assumed_xid bigint, add column not_restocked_at timestamptz;
-- at the last look at which no unit was missing, every transaction before this one was known: the restocks that they assumed are borne out
alter table stock_rows add column whole_xid bigint;
