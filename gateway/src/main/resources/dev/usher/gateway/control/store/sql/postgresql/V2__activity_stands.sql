-- Nobody changes or removes what was done.
create function activity_stands() returns trigger language plpgsql as $$
begin
  raise exception 'activity is only added to' using errcode = '23514';
end;
$$;

create trigger activity_unchanged before update or delete on activity
for each row execute function activity_stands();

create trigger activity_kept before truncate on activity
for each statement execute function activity_stands();
