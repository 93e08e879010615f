-- What people changed of a cluster that is declared in YAML and is no row of its own.
create table cluster_override (
  cluster text not null primary key,
  enabled bigint not null check (enabled in (0, 1)),
  revision bigint not null
);
