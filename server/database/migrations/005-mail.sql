-- Every message to every address: what became of it, and what waits to be sent.

create table deliveries (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  cause text not null,
  kind text not null,
  person_id uuid,
  contact_id uuid,
  customer_id uuid,
  member_id uuid,
  address text not null,
  subject text not null,
  content jsonb default '{}',
  sealed bytea,
  access_generation integer,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'bounced', 'cancelled')),
  reason text,
  attempt_count integer not null default 0,
  expires_at timestamptz,
  created_at timestamptz not null,
  due_at timestamptz,
  finished_at timestamptz,
  document_kind text check (document_kind in ('invoice', 'reminder', 'receipt', 'statement', 'notice')),
  document_id uuid,
  invoice_id uuid,
  role text check (role in ('to', 'cc')),
  not_before timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references people (organization_id, id),
  foreign key (organization_id, contact_id) references contacts (organization_id, id),
  foreign key (organization_id, customer_id) references customers (organization_id, id),
  foreign key (organization_id, member_id) references staff_members (organization_id, id),
  check ((state = 'queued') = (due_at is not null)),
  check (state = 'queued' or sealed is null),
  check (state <> 'queued' or content is not null),
  constraint deliveries_document_check check (
    (kind = 'document') = (document_kind is not null) and (kind = 'document') = (document_id is not null)
    and (kind = 'document') = (role is not null) and (kind = 'document' or invoice_id is null))
);
comment on table deliveries is 'One message to one address. Written in the transaction of its cause; the postman sends it afterwards.';
comment on column deliveries.cause is 'Names the cause and the recipient: the same cause never makes two deliveries.';
comment on column deliveries.content is 'What its text is made of. Null: the operator no longer keeps it.';
comment on column deliveries.sealed is 'A secret, AES-256-GCM under a key outside the database. The check erases it with the queued state.';
comment on column deliveries.access_generation is 'The credential that this letter carries; void when the person''s generation has moved on.';
comment on column deliveries.document_id is 'An id of the noun that the kind names; which table it is in, the mail does not know.';
comment on column deliveries.invoice_id is 'The invoice that an invoice or a reminder is about.';
comment on column deliveries.not_before is 'Scheduled: not sent earlier, and the days of trying count from here. Null: at once.';
create unique index deliveries_cause_key on deliveries (organization_id, cause);
create index deliveries_by_state on deliveries (organization_id, state, id desc);
create index deliveries_by_person on deliveries (organization_id, person_id, id desc);
create index deliveries_by_customer on deliveries (organization_id, customer_id, id desc);
create index deliveries_queued_by_person on deliveries (organization_id, person_id) where state = 'queued';
-- Every letter to one contact: staff list them, and deleting a contact cancels those that wait. Without it both walk
-- through the letters of everybody else, of which an import leaves a hundred thousand waiting.
create index deliveries_by_contact on deliveries (organization_id, contact_id, id desc) where contact_id is not null;
create index deliveries_by_member on deliveries (organization_id, member_id, id desc) where member_id is not null;
create index deliveries_by_document on deliveries (organization_id, document_id, id desc) where document_id is not null;
create index deliveries_by_invoice on deliveries (organization_id, invoice_id, id desc) where invoice_id is not null;
create index deliveries_by_kind on deliveries (organization_id, (coalesce(document_kind, kind)), id desc);
create index deliveries_undelivered on deliveries (organization_id, id desc)
  where document_id is not null and state in ('failed', 'bounced');
create index deliveries_scheduled on deliveries (organization_id, not_before)
  where state = 'queued' and not_before is not null;
create index deliveries_with_text on deliveries (organization_id, finished_at)
  where content is not null and finished_at is not null;
comment on index deliveries_with_text is 'Whose text goes first, where texts are kept for so many days.';

create function follows_contact(sealed bytea, kind text) returns boolean
  language sql immutable parallel safe
  return sealed is null and kind <> 'addressChanged';
comment on function follows_contact(bytea, text) is
  'Whether a letter goes where the contact goes. A password serves all their customers, and goes with their access; and an address that was given up is told about it in any case.';

create function nothing_ends_for(organization uuid, person uuid) returns boolean
  language plpgsql volatile as $$
begin
  return not exists (select from portal_access where organization_id = organization and person_id = person)
    and not exists (
      select from deliveries
      where organization_id = organization and person_id = person and state = 'queued' and follows_contact(sealed, kind));
end $$;
comment on function nothing_ends_for(uuid, uuid) is
  'Whether a person who leaves a customer, or an address, leaves neither portal access nor waiting letters behind. It looks when it is called: a statement that waited for the person would otherwise miss what was committed meanwhile.';
select protect('deliveries');
-- Whatever the operator's policy says: what was sent of late cannot be made unsent.
create policy only_old_ones_go on deliveries as restrictive for delete to portico_app using (finished_at <= now() - interval '30 days');

create table delivery_attempts (
  organization_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('accepted', 'refused-for-now', 'refused-for-good', 'not-reached', 'unknown', 'not-written')),
  reply text not null check (char_length(reply) <= 1000),
  primary key (organization_id, delivery_id, number),
  foreign key (organization_id, delivery_id) references deliveries (organization_id, id) on delete cascade
);
comment on table delivery_attempts is 'Every try to hand a delivery over, with the server''s own words.';
select protect('delivery_attempts');
revoke update, delete on delivery_attempts from portico_app;

create table delivery_reports (
  organization_id uuid not null,
  delivery_id uuid not null,
  event text not null check (event in ('bounced', 'delayed', 'delivered', 'complained')),
  at timestamptz not null,
  reason text not null check (char_length(reason) <= 1000),
  primary key (organization_id, delivery_id, event),
  foreign key (organization_id, delivery_id) references deliveries (organization_id, id) on delete cascade
);
comment on table delivery_reports is
  'What was reported of a delivery after the mail server took it. One of each event: a report that comes twice says nothing new.';
select protect('delivery_reports');
revoke update, delete on delivery_reports from portico_app;

-- Thin: the postman looks across organizations here and nowhere else.
create table outbox (
  organization_id uuid not null,
  delivery_id uuid not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  primary key (organization_id, delivery_id)
);
comment on table outbox is 'What is due when. A row leaves with its delivery''s queued state.';
create index outbox_due on outbox (due_at);
select protect('outbox');

-- By the index, whatever is known of the table: its plan is made while nothing waits, and must be right when an import
-- leaves a hundred thousand. A statement for each, because PostgreSQL does not know the number when it plans.
create function claim_due_deliveries(at timestamptz, lease interval, most integer)
  returns table (organization_id uuid, delivery_id uuid, abandoned boolean)
  language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off
as $$
begin
  for taken in 1..most loop
    select q.organization_id, q.delivery_id, q.leased_until is not null into organization_id, delivery_id, abandoned
    from outbox q where q.due_at <= at and (q.leased_until is null or q.leased_until <= now())
    order by q.due_at limit 1 for update skip locked;
    exit when not found;
    update outbox o set leased_until = clock_timestamp() + lease
    where o.organization_id = claim_due_deliveries.organization_id and o.delivery_id = claim_due_deliveries.delivery_id;
    return next;
  end loop;
end $$;
comment on function claim_due_deliveries(timestamptz, interval, integer) is
  'Takes due deliveries of all organizations for a while. A postman that dies lets its lease run out, by the clock of the database: that of one process alone may be wrong, and its letters would go out twice.';
revoke execute on function claim_due_deliveries(timestamptz, interval, integer) from public;
grant execute on function claim_due_deliveries(timestamptz, interval, integer) to portico_app;

-- By the index, as above, and no further than the figures are worth: a million letters would take it half a second.
create function outbox_load(at timestamptz) returns table (due integer, later integer, due_since timestamptz)
  language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off
  as 'select (select count(*)::integer from (select from outbox where due_at <= at limit 100000) as one),
        (select count(*)::integer from (select from outbox where due_at > at limit 100000) as one),
        (select due_at from outbox where due_at <= at order by due_at limit 1)';
comment on function outbox_load(timestamptz) is
  'For metrics: how much waits in all organizations, counted up to 100,000, and since when. It tells nothing of any.';
revoke execute on function outbox_load(timestamptz) from public;
grant execute on function outbox_load(timestamptz) to portico_app;

-- Above organizations, as the links are: a letter may wait in another organization than the one where the password was set.
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
  'A new password ends every link to set another; anyone who is then mailed a dead one would wonder who asked for it.';
revoke execute on function cancel_staff_password_letters(uuid, text, timestamptz) from public;
grant execute on function cancel_staff_password_letters(uuid, text, timestamptz) to portico_app;
