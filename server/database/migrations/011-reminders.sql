-- The schedule of reminders, and which step was sent of which invoice.

create table reminder_steps (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  days integer not null check (days between -60 and 365),
  audience text not null default 'subscribers' check (audience in ('subscribers', 'primary', 'everyone')),
  subject text not null check (char_length(subject) between 1 and 200),
  message text not null check (char_length(message) between 1 and 5000),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
comment on table reminder_steps is 'The ladder: so many days before (below zero) or after the due date, to whom, in which words.';
comment on column reminder_steps.audience is 'subscribers: who receives reminders. primary: the primary contact, too. everyone: all active contacts.';
create unique index reminder_steps_one_a_day on reminder_steps (organization_id, days) where active;
select protect('reminder_steps');
revoke delete on reminder_steps from portico_app;

create table reminder_sendings (
  organization_id uuid not null,
  invoice_id uuid not null,
  step_id uuid not null,
  due_date date not null,
  outcome text not null check (outcome in ('sent', 'skipped', 'nobody')),
  why text not null,
  at timestamptz not null,
  primary key (organization_id, invoice_id, step_id, due_date),
  foreign key (organization_id, invoice_id) references invoices (organization_id, id),
  foreign key (organization_id, step_id) references reminder_steps (organization_id, id)
);
comment on table reminder_sendings is
  'Each step once for each invoice and due date, whatever came of it. Written in the transaction that queues the mails.';
create index reminder_sendings_by_step on reminder_sendings (organization_id, step_id, due_date);
create index reminder_sendings_nobody on reminder_sendings (organization_id, at desc) where outcome = 'nobody';
select protect('reminder_sendings');
revoke update, delete on reminder_sendings from portico_app;

create function step_was_handled() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update invoices set reminded_step_id = new.step_id
    where organization_id = new.organization_id and id = new.invoice_id and due_date = new.due_date;
  return null;
end $$;
create trigger step_handled after insert on reminder_sendings for each row execute function step_was_handled();

create function ladder_starts_over() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.reminded_step_id := coalesce(
    (select step_id from reminder_sendings
      where organization_id = new.organization_id and invoice_id = new.id and due_date = new.due_date
      order by at desc limit 1),
    '00000000-0000-0000-0000-000000000000');
  return new;
end $$;
create trigger due_date_changed before update of due_date on invoices
  for each row when (new.due_date <> old.due_date) execute function ladder_starts_over();
