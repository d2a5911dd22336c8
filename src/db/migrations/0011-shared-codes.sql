-- Billing products that share a code are told apart by name; a binding outlives a changed code while the same code type is compared; what waits to be tried again is found at once.
-- expand
alter table articles add column other_names text[] not null default '{}';
alter table bindings add column code_type text not null default '';
create index order_work_postponed on order_work (tenant_id, kind, order_id) where attempt > 0;
