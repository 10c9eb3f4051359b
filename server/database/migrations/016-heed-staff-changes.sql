-- A server remembers for a moment who is signed in. So it must hear of whatever changes that, whoever changes it.

create function tell_staff_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('staff_changed', '');
  return null;
end $$;
comment on function tell_staff_changed() is
  'Every server listens, and forgets who is signed in. One that makes the change hears it before its statement is answered.';

create trigger member_changed after delete or update of account_id, name, email, role, active on staff_members
  for each row execute function tell_staff_changed();
create trigger session_changed after delete or update of member_id, token_hash, expires_at, password_shown_at on staff_sessions
  for each row execute function tell_staff_changed();
