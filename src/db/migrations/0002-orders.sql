-- Orders are what our last read of them said; deliveries are hints that make us read again.
-- expand
create table inbox (
  tenant_id bigint not null references tenants,
  webhook_id text not null,
  event_id text,
  topic text not null,
  triggered_at timestamptz,
  received_at timestamptz not null,
  body bytea not null,
  handled_at timestamptz,
  primary key (tenant_id, webhook_id)
);
create index inbox_waiting on inbox (tenant_id, received_at) where handled_at is null;
create index inbox_received on inbox (tenant_id, received_at);

create table orders (
  tenant_id bigint not null references tenants,
  order_id bigint not null,
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  read_at timestamptz not null,
  cancelled_at timestamptz,
  cancel_reason text,
  confirmed boolean not null,
  test boolean not null,
  financial_status text not null,
  fulfilment_status text not null,
  gateways text[] not null,
  currency text not null,
  total bigint not null,
  -- invoiced elsewhere: Punte does not invoice it, its discharges follow its shipments
  elsewhere boolean not null,
  state text not null,
  reason jsonb,
  state_at timestamptz not null,
  asked_at timestamptz,
  asked_by text,
  answers text[] not null,
  without_stock boolean not null,
  dispatched_at timestamptz,
  primary key (tenant_id, order_id)
);
create index orders_recent on orders (tenant_id, created_at desc, order_id desc);
create index orders_name on orders (tenant_id, name);
create index orders_state on orders (tenant_id, state, created_at desc);

-- The lines of an order as its page shows them.
create table order_lines (
  tenant_id bigint not null,
  order_id bigint not null,
  line_id bigint not null,
  item_id bigint,
  sku text,
  title text not null,
  quantity integer not null,
  current_quantity integer not null,
  primary key (tenant_id, order_id, line_id),
  foreign key (tenant_id, order_id) references orders
);

-- What one read of an order says of one line at one location, in whole units (the ledger); location 0 stands for a place that the read does not tell.
create table order_rows (
  tenant_id bigint not null,
  order_id bigint not null,
  line_id bigint not null,
  location_id bigint not null,
  item_id bigint not null,
  ordered integer not null,
  removed integer not null,
  put_back integer not null,
  returned integer not null,
  open integer not null,
  unsettled integer not null,
  assumed_restocked integer not null,
  primary key (tenant_id, order_id, line_id, location_id),
  foreign key (tenant_id, order_id) references orders
);
create index order_rows_item on order_rows (tenant_id, item_id, location_id);

-- Units that the merchant released by Dispatched. Undone records stay, with the time of their end.
create table dispatches (
  tenant_id bigint not null,
  dispatch_id uuid not null,
  order_id bigint not null,
  line_id bigint not null,
  location_id bigint not null,
  item_id bigint not null,
  units integer not null,
  at timestamptz not null,
  goods text not null,
  written_off boolean not null,
  of_what text not null,
  taken_back_then integer not null,
  shipped_then integer not null,
  undone_at timestamptz,
  primary key (tenant_id, dispatch_id),
  foreign key (tenant_id, order_id) references orders
);
create index dispatches_order on dispatches (tenant_id, order_id) where undone_at is null;
create index dispatches_item on dispatches (tenant_id, item_id) where undone_at is null;

-- Orders to be read again, and invoices to be tried.
create table order_work (
  tenant_id bigint not null references tenants,
  kind text not null,
  order_id bigint not null,
  due_at timestamptz not null,
  attempt integer not null,
  version bigint not null,
  primary key (tenant_id, kind, order_id)
);
create index order_work_due on order_work (tenant_id, kind, due_at);

create table order_events (
  tenant_id bigint not null references tenants,
  order_id bigint not null,
  event_id uuid not null,
  at timestamptz not null,
  kind text not null,
  detail jsonb not null,
  primary key (tenant_id, order_id, event_id)
);
