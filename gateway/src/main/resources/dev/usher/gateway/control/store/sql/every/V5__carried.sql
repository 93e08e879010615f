-- What each gateway carries now, by the token that let it in. Rows of gateways that live no longer say nothing.
create table carried (
  gateway text not null,
  digest text not null,
  connections bigint not null check (connections > 0),
  primary key (gateway, digest)
);
