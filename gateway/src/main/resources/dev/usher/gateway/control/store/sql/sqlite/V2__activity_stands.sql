-- Nobody changes or removes what was done.
create trigger activity_unchanged before update on activity
begin
  select raise(abort, 'activity is only added to');
end;

create trigger activity_kept before delete on activity
begin
  select raise(abort, 'activity is only added to');
end;
