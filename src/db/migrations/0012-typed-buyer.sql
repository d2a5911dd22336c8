-- A buyer that a person typed for an order whose own is hidden or not clear: sealed, and gone once the invoice names it.
-- expand
alter table orders add column typed_buyer text;
