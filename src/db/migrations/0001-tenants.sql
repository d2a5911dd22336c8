-- A tenant is a shop, keyed by Shopify's shop id; its domain is an attribute that may change.
-- expand
create table tenants (
  tenant_id bigint primary key,
  domain text not null constraint tenants_domain unique,
  name text not null,
  currency text not null,
  access text not null,
  scopes text[] not null,
  subscription text not null,
  cut_over_at timestamptz not null,
  paused_a_at timestamptz,
  paused_b_at timestamptz,
  sandbox boolean not null,
  created_at timestamptz not null
);

create table settings (
  tenant_id bigint not null references tenants,
  version integer not null,
  body jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (tenant_id, version)
);

-- A billing account of a shop: its sealed credentials, and what its service answered when it was last asked.
create table connections (
  tenant_id bigint not null references tenants,
  kind text not null,
  credentials text,
  hook_token text not null,
  loaded jsonb,
  loaded_at timestamptz,
  failure jsonb,
  failed_at timestamptz,
  pushed_at timestamptz,
  primary key (tenant_id, kind)
);
create unique index connections_hook on connections (kind, hook_token);

-- What must be done for an account, and when. A wake-up only points here; the row is the truth.
create table due (
  tenant_id bigint not null references tenants,
  kind text not null,
  connection text not null,
  due_at timestamptz,
  version bigint not null,
  primary key (tenant_id, kind, connection)
);
create index due_next on due (due_at) where due_at is not null;

-- One allowance per provider account, shared by all instances. The account is a hash, so that it names nobody.
create table budgets (
  account text primary key,
  calls timestamptz[] not null,
  blocked_until timestamptz
);

create table problems (
  tenant_id bigint not null references tenants,
  problem_id uuid not null,
  kind text not null,
  subject text not null,
  detail jsonb not null,
  since timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, problem_id)
);
create unique index problems_open on problems (tenant_id, kind, subject) where ended_at is null;

-- The truth about this database as a whole: whether the sandbox made it.
create table facts (
  name text primary key,
  value text not null
);
