-- Many invoices sent at once: what was asked for, and what came of each.
create table invoice_batches (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  key uuid not null,
  send_at timestamptz,
  item_count integer not null check (item_count between 1 and 1000),
  actor_id uuid,
  actor_name text not null,
  lease_id uuid,
  leased_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id)
);
comment on table invoice_batches is
  'Invoices that are sent one after another, after the request was answered. Thrown away when they are long done: what was sent stays in journal and deliveries.';
comment on column invoice_batches.key is 'The caller''s: a second click is the same batch.';
comment on column invoice_batches.lease_id is 'Who works on it. A process that dies lets its lease run out, and the batch is taken up again.';
create unique index invoice_batches_key on invoice_batches (organization_id, key);
create index invoice_batches_newest on invoice_batches (organization_id, id desc);
create index invoice_batches_unfinished on invoice_batches (leased_until) where finished_at is null;
select distribute('invoice_batches');
select protect('invoice_batches');

create table invoice_batch_items (
  organization_id uuid not null,
  batch_id uuid not null,
  position integer not null,
  invoice_id uuid not null,
  version integer not null,
  outcome text check (outcome in ('sent', 'nobody', 'refused')),
  why text check (char_length(why) <= 1000),
  primary key (organization_id, batch_id, position),
  foreign key (organization_id, batch_id) references invoice_batches (organization_id, id) on delete cascade,
  check ((why is not null) = (outcome in ('nobody', 'refused')) or outcome is null)
);
comment on table invoice_batch_items is
  'An invoice of a batch. Its outcome is written in the transaction that queues its mails: it is never sent twice.';
comment on column invoice_batch_items.version is 'As it was when the batch was made: what was changed since is not sent unseen.';
select distribute('invoice_batch_items');
select protect('invoice_batch_items');

create function unfinished_invoice_batches(as_of timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as 'select b.organization_id, b.id from invoice_batches b
      where b.finished_at is null and (b.leased_until is null or b.leased_until <= as_of)';
comment on function unfinished_invoice_batches(timestamptz) is 'What a process that ended has left, in any organization: for whoever takes it up.';
revoke execute on function unfinished_invoice_batches(timestamptz) from public;
grant execute on function unfinished_invoice_batches(timestamptz) to portico_app;
