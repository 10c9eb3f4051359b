-- What happened, for other programs: to be read by a cursor, and to be sent to them.

create table event_feeds (
  organization_id uuid primary key references organizations (id),
  last_position bigint not null default 0,
  discarded_position bigint not null default 0,
  check (discarded_position between 0 and last_position)
);
comment on table event_feeds is
  'How far the events of an organization are. Who gives positions holds the row until they are visible, so none comes below one that was read.';
comment on column event_feeds.discarded_position is 'The last event that is no longer kept: who has not read up to here has missed something.';
select protect('event_feeds');
revoke delete on event_feeds from portico_app;

create function feed_begins() returns trigger language plpgsql as $$
begin
  insert into event_feeds (organization_id) values (new.id);
  return null;
end $$;
create trigger feed_begins after insert on organizations for each row execute function feed_begins();

create table events (
  organization_id uuid not null references organizations (id),
  position bigint not null,
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  contact_id uuid,
  at timestamptz not null,
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  primary key (organization_id, position)
);
comment on table events is 'What happened, in order. Kept for 30 days.';
comment on column events.position is
  'Counts the events of an organization. Once one is visible, none below it ever appears.';
comment on column events.id is 'Of what came from the journal, the id of its entry.';
comment on column events.subject_id is 'The contact, person, delivery, invoice or import it is about.';
comment on column events.contact_id is 'The contact, or else the person, whose events stay in order. Null: the subject''s do.';
comment on column events.data is 'What the API shows of it. Never a secret.';
create index events_by_type on events (organization_id, type, position);
select protect('events');
revoke update on events from portico_app;

-- Thin, as the outbox is: work looks across organizations here and nowhere else.
create table events_pending (
  organization_id uuid not null,
  written_at timestamptz not null default clock_timestamp(),
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  contact_id uuid,
  at timestamptz not null,
  data jsonb not null,
  primary key (organization_id, written_at, id)
);
comment on table events_pending is
  'What happened and has no position yet: written in the transaction of the change, by the triggers below, taken away as it gets one.';
comment on column events_pending.written_at is
  'When the statement of the change ended, which still holds the lock of what it changed: so what happens to one contact stays in order. By the clock of the database; a sequence would have to be set again after a restore or a move.';
select protect('events_pending');

-- From one organization to the next by the index, however many rows an import leaves of one.
create function organizations_with_pending_events() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off
  as 'with recursive found as (
        (select organization_id as id from events_pending order by organization_id limit 1)
        union all
        select (select p.organization_id from events_pending p where p.organization_id > f.id order by p.organization_id limit 1)
        from found f where f.id is not null)
      select id from found where id is not null';
comment on function organizations_with_pending_events() is 'Only these cost anything, each time somebody looks.';
revoke execute on function organizations_with_pending_events() from public;
grant execute on function organizations_with_pending_events() to portico_app;

create function rfc3339(moment timestamptz) returns text
  language sql immutable parallel safe
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
comment on function rfc3339(timestamptz) is 'As the API writes moments, for what is kept as JSON.';

create function event_id(at timestamptz) returns uuid
  language sql volatile
  return encode(set_bit(set_bit(overlay(
    uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid;
comment on function event_id(timestamptz) is 'A new UUIDv7 (RFC 9562), for what has no entry in the journal.';

-- Nearly everything that happens is in the journal: whoever records it there has told it.
create function event_of(action text) returns text
  language sql immutable parallel safe
  return case
    when action in ('contact.added', 'contact.deleted', 'contact.undeleted') then action
    when action in ('contact.changed', 'contact.split-off', 'contact.attached', 'contact.unsubscribed', 'contact.complained',
      'contact.subscribed-again', 'contact.subscribed-by-staff', 'contact.import-undone') then 'contact.changed'
    when action in ('person.changed', 'person.email-works', 'person.address-bounced', 'person.import-undone') then 'person.changed'
    when action in ('portal-access.password-issued', 'portal-access.link-issued', 'portal-access.given-back') then 'access.issued'
    when action in ('portal-access.password-chosen', 'portal-access.password-set-by-link') then 'access.activated'
    when action in ('portal-access.ended', 'portal-access.taken-away') then 'access.ended'
    when action = 'invoice.issued' then 'invoice.sent'
    when action in ('payment.recorded', 'payment.allocated', 'invoice.revised') then 'invoice.paid'
    when action = 'import.run' then 'import.done'
  end;
comment on function event_of(text) is
  'Which event an action of the journal is. invoice.paid only where it left nothing owed; contact.import-undone is contact.deleted where the contact was removed.';

create function journal_tells() returns trigger language plpgsql as $$
begin
  insert into events_pending (organization_id, id, type, subject_id, contact_id, at, data)
  select j.organization_id, j.id, case when j.removed then 'contact.deleted' else j.type end,
    case j.noun when 'contact' then j.contact_id when 'invoice' then j.invoice_id when 'import' then j.import_id else j.person_id end,
    case when j.noun = 'contact' then j.contact_id when j.noun in ('person', 'access') then j.person_id end,
    j.at,
    jsonb_strip_nulls(jsonb_build_object(
      'action', j.action, 'by', jsonb_build_object('kind', j.actor_kind, 'name', j.actor_name),
      'customerId', j.customer_id, 'contactId', j.contact_id, 'personId', j.person_id, 'invoiceId', j.invoice_id,
      'importId', j.import_id))
      || case when j.noun in ('contact', 'person', 'import') then jsonb_build_object('changes', j.changes) else '{}' end
      || case when j.removed then '{"removed": true}'::jsonb else '{}' end
  from (
    select a.*, split_part(a.type, '.', 1) as noun,
      a.action = 'contact.import-undone' and not exists (
        select from contacts c where c.organization_id = a.organization_id and c.id = a.contact_id) as removed
    -- So that it is found once for each entry, and not wherever the type is named.
    from (select *, event_of(action) as type from added offset 0) a where a.type is not null) j
  where j.type <> 'invoice.paid' or exists (
    select from invoices i
    where i.organization_id = j.organization_id and i.id = j.invoice_id and i.state = 'sent' and i.paid_at = j.at);
  return null;
end $$;
comment on function journal_tells() is 'Of a whole statement at once: an import writes hundreds of entries with each.';
create trigger journal_tells after insert on journal
  referencing new table as added for each statement execute function journal_tells();

-- What mail servers do, and who opens an invoice, has no entry there. What was mailed to staff concerns nobody else.
create function delivery_tells() returns trigger language plpgsql as $$
begin
  insert into events_pending (organization_id, id, type, subject_id, contact_id, at, data)
  values (new.organization_id, event_id(new.finished_at), 'delivery.' || new.state, new.id, coalesce(new.contact_id, new.person_id),
    new.finished_at,
    jsonb_strip_nulls(jsonb_build_object(
      'by', '{"kind": "system", "name": "Portico"}'::jsonb, 'deliveryId', new.id, 'kind', coalesce(new.document_kind, new.kind),
      'email', new.address, 'reason', new.reason, 'customerId', new.customer_id, 'contactId', new.contact_id,
      'personId', new.person_id, 'invoiceId', new.invoice_id)));
  return null;
end $$;
create trigger delivery_tells after update on deliveries
  for each row when (new.state <> old.state and new.state in ('sent', 'failed', 'bounced') and new.member_id is null)
  execute function delivery_tells();

create function view_tells() returns trigger language plpgsql as $$
begin
  insert into events_pending (organization_id, id, type, subject_id, at, data)
  select new.organization_id, event_id(new.first_at), 'invoice.seen', new.invoice_id, new.first_at,
    jsonb_build_object(
      'by', jsonb_build_object('kind', 'person', 'name', person_name(p.first_name, p.last_name, p.email)),
      'customerId', i.customer_id, 'personId', p.id, 'invoiceId', i.id)
  from invoices i, people p
  where i.organization_id = new.organization_id and i.id = new.invoice_id
    and p.organization_id = new.organization_id and p.id = new.person_id;
  return null;
end $$;
create trigger view_tells after insert on invoice_views for each row execute function view_tells();
