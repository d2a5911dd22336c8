-- Every external write has an intent before it and an outcome after it; one live document intent per subject is a constraint, not a check.
-- expand
create table intents (
  tenant_id bigint not null references tenants,
  intent_id uuid not null,
  kind text not null,
  key text not null,
  connection text not null,
  subject text not null,
  body jsonb not null,
  evidence jsonb not null,
  sent_at timestamptz not null,
  tries integer not null,
  outcome text,
  outcome_at timestamptz,
  result jsonb,
  primary key (tenant_id, intent_id),
  constraint intents_key unique (tenant_id, kind, key)
);
create unique index intents_live on intents (tenant_id, kind, subject)
  where outcome is null or outcome in ('issued', 'unknown');
create index intents_open on intents (tenant_id, kind, connection, sent_at) where outcome is null or outcome = 'unknown';

-- Dated entries of what left (or came back to) the billing service's book.
create table discharges (
  tenant_id bigint not null references tenants,
  discharge_id uuid not null,
  intent_id uuid,
  order_id bigint not null,
  article_key text not null,
  connection text not null,
  warehouse text not null,
  qty bigint not null,
  sent_at timestamptz not null,
  known_at timestamptz,
  outcome text not null,
  primary key (tenant_id, discharge_id)
);
create index discharges_article on discharges (tenant_id, connection, article_key);
create index discharges_order on discharges (tenant_id, order_id);
create index discharges_intent on discharges (tenant_id, intent_id);

create table documents (
  tenant_id bigint not null references tenants,
  document_id uuid not null,
  order_id bigint not null,
  intent_id uuid,
  service text not null,
  series text not null,
  number text not null,
  kind text not null,
  total bigint,
  reported_total bigint,
  currency text not null,
  url text,
  state text not null,
  issued_at timestamptz not null,
  written_at timestamptz,
  primary key (tenant_id, document_id),
  constraint documents_number unique (tenant_id, service, series, number)
);
create index documents_order on documents (tenant_id, order_id);

-- What shipped of an order that Punte does not invoice counts as discharged between the reads that saw it.
create table shipments (
  tenant_id bigint not null references tenants,
  shipment_id uuid not null,
  order_id bigint not null,
  item_id bigint not null,
  location_id bigint not null,
  units integer not null,
  sent_at timestamptz not null,
  known_at timestamptz not null,
  primary key (tenant_id, shipment_id)
);
create index shipments_item on shipments (tenant_id, item_id);
create index shipments_order on shipments (tenant_id, order_id);
