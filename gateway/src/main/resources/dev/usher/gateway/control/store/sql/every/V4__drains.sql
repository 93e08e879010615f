-- Outlives nothing: whom it drains may be declared in YAML and is no row then.
create table drain (
  director text not null primary key,
  user_name text not null,
  deadline bigint not null,
  forced bigint not null check (forced in (0, 1)),
  created bigint not null
);
