-- Amounts are whole numbers of the currency's minor unit (R25). Percentages and quantities are exact decimals.

create table logos (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  type text not null check (type in ('image/png', 'image/jpeg')),
  content bytea not null check (octet_length(content) <= 524288),
  width integer not null check (width between 1 and 4000),
  height integer not null check (height between 1 and 4000),
  created_at timestamptz not null,
  primary key (organization_id, id),
  check (width * height <= 4000000)
);
comment on table logos is 'Each logo that documents were ever sent with: an old PDF is made again as it was. What drawing one costs goes by its pixels, so they are bounded.';
select protect('logos');
revoke update, delete on logos from portico_app;

create table invoicing_settings (
  organization_id uuid primary key references organizations (id),
  number_prefix text not null default 'INV-' check (number_prefix ~ '^[A-Za-z0-9/._-]{0,20}$'),
  number_digits integer not null default 4 check (number_digits between 1 and 12),
  next_number bigint not null default 1 check (next_number between 1 and 999999999999),
  default_terms_days integer not null default 30 check (default_terms_days between 0 and 365),
  default_tax_rate numeric(7, 4) not null default 0 check (default_tax_rate between 0 and 100),
  seller_address jsonb check (jsonb_typeof(seller_address) = 'object'),
  seller_email text check (octet_length(seller_email) <= 254),
  tax_id text check (char_length(tax_id) <= 100),
  payment_instructions text check (char_length(payment_instructions) <= 2000),
  footer text check (char_length(footer) <= 1000),
  logo_id uuid,
  attach_pdf boolean not null default true,
  templates jsonb not null default '{}' check (jsonb_typeof(templates) = 'object'),
  reminders_on boolean not null default false,
  reminders_on_since date,
  send_from_hour integer not null default 9 check (send_from_hour between 0 and 23),
  send_until_hour integer not null default 17 check (send_until_hour between 1 and 24),
  statements_on boolean not null default false,
  statements_day integer not null default 1 check (statements_day between 1 and 28),
  version integer not null default 1,
  updated_at timestamptz not null,
  statements_on_since date,
  statements_version integer not null default 1,
  foreign key (organization_id, logo_id) references logos (organization_id, id),
  check (send_from_hour < send_until_hour),
  check ((reminders_on_since is null) = (not reminders_on))
);
comment on table invoicing_settings is 'How an organization invoices: one row each. No row: the defaults.';
comment on column invoicing_settings.next_number is
  'Taken under the lock of this row, in the transaction that issues the invoice: no gaps, no duplicates.';
comment on column invoicing_settings.templates is 'Subject and message by kind of document, where they differ from ours.';
comment on column invoicing_settings.reminders_on_since is 'Steps whose day was before reminders were turned on are never sent.';
comment on column invoicing_settings.statements_on_since is
  'A day of the month that passed before statements were switched on is not caught up with.';
comment on column invoicing_settings.statements_version is
  'They are changed on their own: who edits the rest at that moment loses nothing.';
select protect('invoicing_settings');
revoke delete on invoicing_settings from portico_app;

create table invoices (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  customer_id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'sent', 'void')),
  number text check (char_length(number) between 1 and 40),
  number_lower text generated always as (lower(number)) stored,
  imported_as text check (char_length(imported_as) between 1 and 40),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  issue_date date not null,
  due_date date not null,
  purchase_order text check (char_length(purchase_order) <= 100),
  purchase_order_lower text generated always as (lower(purchase_order)) stored,
  notes text check (char_length(notes) <= 5000),
  lines jsonb not null default '[]' check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) <= 500),
  discount_percent numeric(7, 4) not null default 0 check (discount_percent between 0 and 100),
  subtotal_minor bigint not null default 0,
  discount_minor bigint not null default 0,
  tax_minor bigint not null default 0,
  total_minor bigint not null default 0 check (total_minor between 0 and 100000000000000),
  paid_minor bigint not null default 0,
  balance_minor bigint not null generated always as (total_minor - paid_minor) stored,
  revision integer not null default 0,
  disputed_since timestamptz,
  dispute_note text check (char_length(dispute_note) <= 1000),
  reminders_paused boolean not null default false,
  reminded_step_id uuid not null default '00000000-0000-0000-0000-000000000000',
  sent_at timestamptz,
  paid_at timestamptz,
  voided_at timestamptz,
  void_reason text check (char_length(void_reason) <= 1000),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customers (organization_id, id),
  check (due_date >= issue_date),
  check (paid_minor between 0 and total_minor),
  check ((state = 'draft') = (number is null)),
  check ((state = 'draft') = (revision = 0)),
  check ((state = 'draft') = (sent_at is null)),
  check ((state = 'void') = (voided_at is not null)),
  check (state <> 'void' or paid_minor = 0)
);
comment on table invoices is
  'What a customer owes, and why. Sent means issued: it has a number and is owed. Its deliveries show whether it reached anybody.';
comment on column invoices.imported_as is
  'The number that a draft has in the file it was imported from, so that the same file does not bring it a second time. Its own it gets when it is sent.';
comment on column invoices.paid_minor is 'The sum of its payment allocations, kept in their transactions.';
comment on column invoices.revision is '0 for a draft. Each edit after sending makes the next, and keeps the earlier ones.';
comment on column invoices.reminded_step_id is
  'The step of the ladder that was handled last for this due date; the nil UUID: none was. Kept by triggers, so that what was handled is not looked at again.';
create unique index invoices_number_key on invoices (organization_id, number_lower);
create unique index invoices_imported_as_key on invoices (organization_id, lower(imported_as)) where imported_as is not null;
create index invoices_newest on invoices (organization_id, issue_date desc, id desc);
create index invoices_by_customer on invoices (organization_id, customer_id, issue_date desc, id desc);
create index invoices_drafts on invoices (organization_id, issue_date desc, id desc) include (currency, total_minor)
  where state = 'draft';
create index invoices_paid on invoices (organization_id, issue_date desc, id desc)
  where state = 'sent' and paid_minor = total_minor;
create index invoices_void on invoices (organization_id, issue_date desc, id desc) where state = 'void';
create index invoices_open_newest on invoices (organization_id, issue_date desc, id desc) include (due_date, paid_minor)
  where state = 'sent' and paid_minor < total_minor;
create index invoices_open on invoices (organization_id, due_date, id) include (currency, balance_minor, customer_id)
  where state = 'sent' and paid_minor < total_minor;
comment on index invoices_open is 'What is owed, by due date.';
create index invoices_open_by_customer on invoices (organization_id, customer_id, due_date, id)
  include (currency, balance_minor) where state = 'sent' and paid_minor < total_minor;
create index invoices_open_by_total on invoices (organization_id, total_minor, due_date, id) where state = 'sent' and paid_minor < total_minor;
comment on index invoices_open_by_total is 'Which invoice an amount on a bank statement may be of.';
create index invoices_to_remind on invoices (organization_id, reminded_step_id, due_date, id) include (customer_id, currency, sent_at)
  where state = 'sent' and paid_minor < total_minor and disputed_since is null and not reminders_paused;
create index invoices_partly_paid on invoices (organization_id, issue_date desc, id desc) include (due_date)
  where state = 'sent' and paid_minor > 0 and paid_minor < total_minor;
create index invoices_paid_lately on invoices (organization_id, paid_at) include (currency, total_minor, customer_id)
  where state = 'sent' and paid_at is not null;
create index invoices_by_purchase_order on invoices (organization_id, purchase_order_lower text_pattern_ops)
  where purchase_order is not null;
create index invoices_number_prefix on invoices (organization_id, number_lower text_pattern_ops);
select protect('invoices');

create table invoice_revisions (
  organization_id uuid not null,
  invoice_id uuid not null,
  number integer not null check (number >= 1),
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  made_by text not null,
  made_at timestamptz not null,
  primary key (organization_id, invoice_id, number),
  foreign key (organization_id, invoice_id) references invoices (organization_id, id)
);
comment on table invoice_revisions is
  'What was sent, as it was: seller, buyer, lines and totals of that day. A PDF is made from this and nothing else. Its foreign key keeps a sent invoice from being deleted.';
select protect('invoice_revisions');
revoke update, delete on invoice_revisions from portico_app;

create table invoice_views (
  organization_id uuid not null,
  invoice_id uuid not null,
  person_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  primary key (organization_id, invoice_id, person_id),
  foreign key (organization_id, invoice_id) references invoices (organization_id, id),
  foreign key (organization_id, person_id) references people (organization_id, id)
);
comment on table invoice_views is 'Which contact opened an invoice in the portal, and when. Staff and mail scanners leave no row.';
select protect('invoice_views');
revoke delete on invoice_views from portico_app;

-- Many invoices sent at once: what was asked for, and what came of each.
create table invoice_batches (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  send_at timestamptz,
  item_count integer not null check (item_count between 1 and 1000),
  actor_kind text not null check (actor_kind in ('staff', 'key', 'system')),
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
comment on column invoice_batches.lease_id is 'Who works on it. A process that dies lets its lease run out, and the batch is taken up again.';
create index invoice_batches_newest on invoice_batches (organization_id, id desc);
create index invoice_batches_unfinished on invoice_batches (leased_until) where finished_at is null;
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
select protect('invoice_batch_items');

create function unfinished_invoice_batches() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as 'select b.organization_id, b.id from invoice_batches b
      where b.finished_at is null and (b.leased_until is null or b.leased_until <= now())';
comment on function unfinished_invoice_batches() is 'What a process that ended has left, in any organization: for another process to finish.';
revoke execute on function unfinished_invoice_batches() from public;
grant execute on function unfinished_invoice_batches() to portico_app;
