-- Who did what.

create table journal (
  organization_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('staff', 'key', 'person', 'system')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  customer_id uuid,
  contact_id uuid,
  person_id uuid,
  member_id uuid,
  changes jsonb not null default '{}',
  security text check (security in ('staff', 'contacts')),
  times integer not null default 1,
  last_at timestamptz,
  repeat_key text,
  invoice_id uuid,
  import_id uuid,
  import_row integer,
  primary key (organization_id, id)
);
comment on table journal is
  'Who did what to what, when, written in the transaction of the change. No foreign keys: it outlives what it describes.';
comment on column journal.changes is 'By field: {"old": …, "new": …}. Never a secret.';
create index journal_by_customer on journal (organization_id, customer_id, id desc) where customer_id is not null;
create index journal_by_contact on journal (organization_id, contact_id, id desc) where contact_id is not null;
create index journal_by_person on journal (organization_id, person_id, id desc) where person_id is not null;
create index journal_by_invoice on journal (organization_id, invoice_id, id desc) where invoice_id is not null;
create index journal_by_import on journal (organization_id, import_id, id desc) where import_id is not null;
comment on column journal.import_id is 'The import that did it, and the number of the row it did it for: so an import can be read, and undone.';
comment on column journal.security is 'Whose sign-in or password it is about, if it is about one: what owners look through.';
comment on column journal.times is
  'How often, where the same event is recorded once an hour and counted: refused sign-ins, too many attempts, a role that does not allow it.';
comment on column journal.repeat_key is 'The same again within the hour: a hash of what, who, from which network and in which hour.';
create index journal_security on journal (organization_id, security, id desc) where security is not null;
create unique index journal_repeat_key on journal (organization_id, repeat_key) where repeat_key is not null;
select protect('journal');
revoke update on journal from portico_app;
-- What was recorded never changes, and goes only where the operator keeps it for so many days.
create policy only_old_ones_go on journal as restrictive for delete to portico_app using (at <= now() - interval '30 days');
-- Only the count.
grant update (times, last_at) on journal to portico_app;
