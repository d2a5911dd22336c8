-- The catalogue of both sides, the rows that flow B keeps in step, and what its runs did.
-- expand
create table locations (
  tenant_id bigint not null references tenants,
  location_id bigint not null,
  name text not null,
  active boolean not null,
  seen_at timestamptz not null,
  primary key (tenant_id, location_id)
);

create table variants (
  tenant_id bigint not null references tenants,
  variant_id bigint not null,
  item_id bigint not null,
  product_id bigint not null,
  product_title text not null,
  options text[] not null,
  sku text,
  barcode text,
  tracked boolean not null,
  bundle boolean not null,
  status text not null,
  updated_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, variant_id)
);
create index variants_item on variants (tenant_id, item_id);
create index variants_sku on variants (tenant_id, sku);

-- A billing product in one warehouse as the last reading showed it. Its key is the code, or the name where codes are not used.
create table articles (
  tenant_id bigint not null references tenants,
  connection text not null,
  warehouse text not null,
  article_key text not null,
  code text not null,
  name text not null,
  unit text not null,
  quantity bigint not null,
  asked_at timestamptz not null,
  answered_at timestamptz not null,
  missing_since timestamptz,
  missing_reads integer not null,
  primary key (tenant_id, connection, warehouse, article_key)
);

create table bindings (
  tenant_id bigint not null references tenants,
  connection text not null,
  item_id bigint not null,
  variant_id bigint not null,
  article_key text not null,
  state text not null,
  first_seen_at timestamptz not null,
  active_at timestamptz not null,
  primary key (tenant_id, connection, item_id)
);
create index bindings_article on bindings (tenant_id, connection, article_key);

-- Variants that are bound to nothing, and why; suggestions are shown and never applied by themselves.
create table mismatches (
  tenant_id bigint not null references tenants,
  connection text not null,
  variant_id bigint not null,
  item_id bigint not null,
  reason text not null,
  key text,
  suggestions jsonb not null,
  primary key (tenant_id, connection, variant_id)
);
create index mismatches_item on mismatches (tenant_id, connection, item_id);

-- One binding at one location: the account of STOCK section 5 and what was last read and written.
create table stock_rows (
  tenant_id bigint not null references tenants,
  item_id bigint not null,
  location_id bigint not null,
  account_units integer,
  touched integer not null,
  look jsonb,
  opening boolean not null,
  available integer,
  committed integer,
  level jsonb,
  seen_at timestamptz,
  target integer,
  unexplained integer,
  differs_since timestamptz,
  written integer,
  written_at timestamptz,
  reading_asked_at timestamptz,
  terms jsonb,
  rest_until timestamptz,
  primary key (tenant_id, item_id, location_id)
);
create index stock_rows_drift on stock_rows (tenant_id, differs_since) where differs_since is not null;

-- Rows that something asked to be looked at: what a run in progress does not cover is left for the next.
create table stock_marks (
  tenant_id bigint not null references tenants,
  item_id bigint not null,
  due_at timestamptz not null,
  cause text not null,
  version bigint not null,
  primary key (tenant_id, item_id)
);
create index stock_marks_due on stock_marks (tenant_id, due_at);

create table sweeps (
  tenant_id bigint primary key references tenants,
  swept_to timestamptz,
  began_at timestamptz,
  catalogue_at timestamptz,
  polled_at timestamptz,
  proof_at timestamptz
);

create table runs (
  tenant_id bigint not null references tenants,
  run_id uuid not null,
  cause text not null,
  state text not null,
  dry_run boolean not null,
  planned_at timestamptz not null,
  finished_at timestamptz,
  looked_at integer not null,
  reason jsonb,
  primary key (tenant_id, run_id)
);
create index runs_recent on runs (tenant_id, planned_at desc, run_id desc);

create table run_changes (
  tenant_id bigint not null,
  run_id uuid not null,
  item_id bigint not null,
  location_id bigint not null,
  code text not null,
  from_quantity integer not null,
  to_quantity integer not null,
  why text not null,
  terms jsonb not null,
  outcome text not null,
  outcome_at timestamptz,
  primary key (tenant_id, run_id, item_id, location_id),
  foreign key (tenant_id, run_id) references runs
);
create index run_changes_item on run_changes (tenant_id, item_id, location_id);

create table run_skips (
  tenant_id bigint not null,
  run_id uuid not null,
  code text not null,
  reason text not null,
  primary key (tenant_id, run_id, code, reason),
  foreign key (tenant_id, run_id) references runs
);

-- Runs that somebody asked for, until they are begun, and what came of those that changed nothing.
create table run_requests (
  tenant_id bigint not null references tenants,
  run_id uuid not null,
  cause text not null,
  dry_run boolean not null,
  codes text[],
  asked_at timestamptz not null,
  begun_at timestamptz,
  finished_at timestamptz,
  looked_at integer,
  failure jsonb,
  primary key (tenant_id, run_id)
);
create index run_requests_waiting on run_requests (tenant_id, asked_at) where finished_at is null;

-- Figures that somebody else changed in Shopify, and what was done about it.
create table hand_edits (
  tenant_id bigint not null references tenants,
  item_id bigint not null,
  location_id bigint not null,
  at timestamptz not null,
  from_quantity integer not null,
  to_quantity integer not null,
  primary key (tenant_id, item_id, location_id, at)
);

-- Runs that changed nothing are counted, not stored.
create table quiet_runs (
  tenant_id bigint not null references tenants,
  day date not null,
  runs integer not null,
  last_at timestamptz not null,
  last_cause text not null,
  primary key (tenant_id, day)
);
