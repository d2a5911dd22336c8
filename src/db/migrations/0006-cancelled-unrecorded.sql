-- A cancellation without a refund record is read as restocked until the figures of its products say otherwise.
-- expand
-- since when the order is read so, and when it was found not to be so
alter table orders add column assumed_at timestamptz, add column not_restocked_at timestamptz;
-- the last look at which no unit was missing: every restock assumed before it is borne out
alter table stock_rows add column whole_at timestamptz;
