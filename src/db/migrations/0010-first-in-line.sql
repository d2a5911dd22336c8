-- What waits is taken from the front of an index, however much waits behind it and whatever the planner believes of that.
-- expand
drop index inbox_waiting;
create index inbox_waiting on inbox (tenant_id, received_at, webhook_id) where handled_at is null;
drop index order_work_due;
create index order_work_due on order_work (tenant_id, kind, due_at, order_id);
