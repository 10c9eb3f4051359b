-- Money that came in, what it pays, and what customers were told of both.

create table payments (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0 and abs(amount_minor) <= 100000000000000),
  received_on date not null,
  method text not null check (method in ('transfer', 'card', 'cash', 'cheque', 'directDebit', 'other')),
  reference text check (char_length(reference) <= 200),
  note text check (char_length(note) <= 2000),
  reverses uuid,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customers (organization_id, id),
  foreign key (organization_id, reverses) references payments (organization_id, id),
  check ((reverses is null) = (amount_minor > 0))
);
comment on table payments is 'Money that came in. Nothing is edited: a mistake is reversed by a payment of the same amount below zero.';
create unique index payments_reversed_once on payments (organization_id, reverses) where reverses is not null;
create index payments_newest on payments (organization_id, received_on desc, id desc);
create index payments_by_customer on payments (organization_id, customer_id, received_on desc, id desc);
select protect('payments');
revoke update, delete on payments from portico_app;

create table payment_allocations (
  organization_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (organization_id, payment_id, invoice_id),
  foreign key (organization_id, payment_id) references payments (organization_id, id) on delete cascade,
  foreign key (organization_id, invoice_id) references invoices (organization_id, id)
);
comment on table payment_allocations is 'Which invoices a payment pays, and how much of each. What is left over is the customer''s credit.';
create index payment_allocations_by_invoice on payment_allocations (organization_id, invoice_id);
select protect('payment_allocations');
revoke delete on payment_allocations from portico_app;

create table receipts (
  organization_id uuid not null,
  payment_id uuid not null,
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  made_at timestamptz not null,
  primary key (organization_id, payment_id),
  foreign key (organization_id, payment_id) references payments (organization_id, id)
);
comment on table receipts is
  'What a receipt said when it was sent first: it says the same whenever it is sent again. Its PDF is made from this.';
select protect('receipts');
revoke update, delete on receipts from portico_app;

create table statements (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  cause text not null,
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references customers (organization_id, id)
);
comment on table statements is 'What a statement said that a customer owes, as it was sent. Its PDF is made from this and nothing else.';
comment on column statements.cause is 'Such as monthly:2026-05: the same month is never sent twice to a customer.';
create unique index statements_cause_key on statements (organization_id, customer_id, cause);
create index statements_by_customer on statements (organization_id, customer_id, id desc);
select protect('statements');
revoke update, delete on statements from portico_app;

create table statement_runs (
  organization_id uuid not null references organizations (id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  done_at timestamptz not null,
  primary key (organization_id, month)
);
comment on table statement_runs is
  'The months whose statements were all made. One that is not here is gone through again: each customer has its own unique cause.';
select protect('statement_runs');
revoke update, delete on statement_runs from portico_app;
