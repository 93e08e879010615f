-- What an estate keeps. One dialect for SQLite and PostgreSQL: text and bigint only; yes and no are 1 and 0; moments are
-- milliseconds since the epoch; lists and maps are JSON; what is sealed is base64. Rules that must hold whoever writes are
-- constraints here; all others live in the code that writes.

create table counter (
  kind text not null primary key,
  value bigint not null
);
insert into counter (kind, value) values
  ('directors', 0), ('clusters', 0), ('tokens', 0), ('devices', 0), ('closures', 0), ('activity', 0);

create table director (
  name text not null primary key,
  type text not null check (type in ('MANAGED', 'SELF_MANAGED')),
  address text not null,
  port bigint not null check (port between 0 and 65535),
  services text not null,
  enabled bigint not null check (enabled in (0, 1)),
  enabled_before bigint check (enabled_before in (0, 1)),
  delivered bigint not null check (delivered in (0, 1)),
  revision bigint not null,
  created bigint not null
);

create table cluster (
  name text not null primary key,
  type text not null check (type in ('MANAGED', 'SELF_MANAGED')),
  port bigint not null check (port between 1 and 65535),
  enabled bigint not null check (enabled in (0, 1)),
  plaintext_accepted bigint not null check (plaintext_accepted in (0, 1)),
  tls_enabled bigint not null check (tls_enabled in (0, 1)),
  tls_certificate text not null,
  tls_authority text not null,
  tls_key text not null,
  restricted bigint not null check (restricted in (0, 1)),
  sources text not null,
  tokens_demanded bigint not null check (tokens_demanded in (0, 1)),
  settings text not null,
  revision bigint not null,
  created bigint not null
);

-- A Director is in one cluster at most, and does not go while it is in one.
create table member (
  cluster text not null references cluster (name) on delete cascade,
  position bigint not null,
  director text not null unique references director (name),
  address text not null,
  port bigint not null check (port between 1 and 65535),
  weight bigint not null,
  services text not null,
  primary key (cluster, position)
);

-- A name is free again once its token was revoked; a digest never is. Its cluster may be declared in YAML and is no row
-- then: a row says that such a token was revoked.
create table token (
  id text not null primary key,
  cluster text not null,
  name text not null,
  digest text not null unique,
  created bigint not null,
  expires bigint,
  revoked bigint,
  listeners text not null,
  sources text not null,
  last_used bigint
);
create unique index token_name on token (cluster, name) where revoked is null;
create index token_cluster on token (cluster, created, id);

-- Outlives nothing but its own row: whom it is assigned to may be declared in YAML and is no row then.
create table device (
  name text not null primary key,
  type text not null,
  director text,
  cluster text,
  revision bigint not null,
  created bigint not null,
  check (director is null or cluster is null)
);

-- `search` is what text is looked for in: description, object and user in lower case.
create table activity (
  id bigint not null primary key,
  user_name text not null,
  user_ip text not null,
  object_type text not null,
  object text not null,
  action text not null,
  description text not null,
  search text not null,
  created bigint not null
);
create index activity_type on activity (object_type, created, id);
create index activity_object on activity (object, created, id);
create index activity_action on activity (action, created, id);

create table session (
  digest text not null primary key,
  email text not null,
  csrf text not null,
  created bigint not null,
  used bigint not null
);
create index session_used on session (used);
create index session_created on session (created);

create table estate (
  id bigint not null primary key check (id = 1),
  name text not null,
  epoch bigint not null
);

create table authority (
  name text not null primary key,
  certificate text not null,
  sealed_key text not null
);

create table enrolment (
  director text not null primary key,
  digest text,
  used bigint not null,
  public_key text
);

create unique index enrolment_digest on enrolment (digest);

create table revision (
  cluster text not null primary key,
  number bigint not null,
  content text not null
);

create table gateway (
  name text not null primary key,
  seen bigint not null
);
create index gateway_seen on gateway (seen);

create table closure (
  token text not null,
  gateway text not null,
  connections bigint not null,
  primary key (token, gateway)
);
