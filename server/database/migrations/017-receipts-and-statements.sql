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
select distribute('receipts');
select protect('receipts');
revoke update, delete on receipts from portico_app;

alter table invoicing_settings
  add column statements_on_since date,
  add column statements_version integer not null default 1;
comment on column invoicing_settings.statements_on_since is
  'A day of the month that passed before statements were switched on is not caught up with.';
comment on column invoicing_settings.statements_version is
  'They are changed on their own: who edits the rest at that moment loses nothing.';

create table statement_runs (
  organization_id uuid not null references organizations (id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  done_at timestamptz not null,
  primary key (organization_id, month)
);
comment on table statement_runs is
  'The months whose statements were all made. One that is not here is gone through again: each customer has its own unique cause.';
select distribute('statement_runs');
select protect('statement_runs');
revoke update, delete on statement_runs from portico_app;
