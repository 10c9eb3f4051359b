-- Above organizations, as the links are: a letter may wait in another one than that where the password was set.
create function cancel_staff_password_letters(account uuid, why text, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  as 'with cancelled as (
        update deliveries d set state = ''cancelled'', reason = why, sealed = null, due_at = null, finished_at = at
        from staff_members m
        where m.account_id = account and d.organization_id = m.organization_id and d.member_id = m.id
          and d.kind = ''staffPasswordLink'' and d.state = ''queued''
        returning d.organization_id, d.id)
      delete from outbox o using cancelled c where o.organization_id = c.organization_id and o.delivery_id = c.id';
comment on function cancel_staff_password_letters(uuid, text, timestamptz) is
  'A new password ends every link to set another; whoever is mailed one that is dead already would wonder who asked for it.';
revoke execute on function cancel_staff_password_letters(uuid, text, timestamptz) from public;
grant execute on function cancel_staff_password_letters(uuid, text, timestamptz) to portico_app;
