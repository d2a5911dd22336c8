-- Who may look and act: single-use codes, sessions, and answers kept for repeated requests.
-- expand
create table sign_in_codes (
  code_hash text primary key,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sessions (
  session_hash text primary key,
  csrf_token text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table kept_answers (
  tenant_id bigint not null references tenants,
  key text not null,
  fingerprint text not null,
  status integer,
  body text,
  at timestamptz not null,
  primary key (tenant_id, key)
);
