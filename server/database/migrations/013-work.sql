-- What Portico does by itself, organization by organization, and what of it failed; what staff asked for that goes on by itself.

-- Thin, as the outbox is: work looks across organizations here and nowhere else.
create table regular_work (
  organization_id uuid not null,
  work text not null check (work in ('housekeeping', 'reminders', 'statements')),
  due_at timestamptz not null,
  lease_id uuid,
  leased_until timestamptz,
  primary key (organization_id, work)
);
comment on table regular_work is
  'When an organization next has something to do. No row: nothing, until its settings change. Too early costs one look and too late would be a late reminder, so whatever may make something due sets ''epoch'': at once.';
comment on column regular_work.lease_id is
  'Whose turn it is. It is taken away by whatever makes something due: then the process that has it does not say when the next turn is.';
create index regular_work_due on regular_work (work, due_at);
select protect('regular_work');

create function claim_due_work(of_work text, at timestamptz, lease uuid, lasts interval) returns uuid
  language sql security definer set search_path = public, pg_temp
  as 'with due as materialized (
        select organization_id from regular_work
        where work = of_work and due_at <= at and (leased_until is null or leased_until <= now())
        order by due_at limit 1 for update skip locked)
      update regular_work w set lease_id = lease, leased_until = clock_timestamp() + lasts from due
      where w.organization_id = due.organization_id and w.work = of_work
      returning w.organization_id';
comment on function claim_due_work(text, timestamptz, uuid, interval) is
  'Takes the organization that has been due the longest. A process that dies lets its lease run out, by the clock of the database: that of one process alone may be wrong.';
revoke execute on function claim_due_work(text, timestamptz, uuid, interval) from public;
grant execute on function claim_due_work(text, timestamptz, uuid, interval) to portico_app;

-- Locks the row even where it is due already: otherwise a process could look before this transaction can be seen, find nothing,
-- and put the row off after it.
create function make_due(organization uuid, of_work text) returns void language plpgsql as $$
begin
  perform from regular_work where organization_id = organization and work = of_work for no key update;
  update regular_work set due_at = 'epoch', lease_id = null, leased_until = null
  where organization_id = organization and work = of_work and (due_at > 'epoch' or lease_id is not null);
end $$;
comment on function make_due(uuid, text) is 'Where the work is switched on. It is for the work itself to find that there was nothing to do.';

create function switch_on(organization uuid, of_work text) returns void language sql as
  'insert into regular_work (organization_id, work, due_at) values (organization, of_work, ''epoch'')
   on conflict (organization_id, work) do update set due_at = ''epoch'', lease_id = null, leased_until = null';

create function work_follows_settings() returns trigger language plpgsql as $$
begin
  if new.reminders_on then perform switch_on(new.organization_id, 'reminders'); end if;
  if new.statements_on then perform switch_on(new.organization_id, 'statements'); end if;
  return null;
end $$;
create trigger work_follows_settings
  after insert or update of reminders_on, reminders_on_since, statements_on, statements_on_since, statements_day, send_from_hour, send_until_hour
  on invoicing_settings for each row execute function work_follows_settings();

create function work_follows_time_zone() returns trigger language plpgsql as $$
begin
  perform make_due(new.id, 'reminders'), make_due(new.id, 'statements');
  return null;
end $$;
create trigger work_follows_time_zone after update of time_zone on organizations
  for each row when (old.time_zone <> new.time_zone) execute function work_follows_time_zone();

create function housekeeping_begins() returns trigger language plpgsql as $$
begin
  perform switch_on(new.id, 'housekeeping');
  return null;
end $$;
create trigger housekeeping_begins after insert on organizations for each row execute function housekeeping_begins();

create function reminders_are_due() returns trigger language plpgsql as $$
begin
  perform make_due(new.organization_id, 'reminders');
  return null;
end $$;
comment on function reminders_are_due() is
  'A step that is reached as a day begins needs no telling. All else that may make one due before the next day does. Where much happens at once it is called as the transaction ends, so that two wait for each other no longer than that takes.';
create trigger step_is_due after insert or update of days, active on reminder_steps
  for each row execute function reminders_are_due();
create trigger customer_is_reminded after update on customers
  for each row when (old.reminders_paused and not new.reminders_paused or new.active and not old.active)
  execute function reminders_are_due();
create constraint trigger sent_is_due after insert on invoices deferrable initially deferred
  for each row when (new.state = 'sent' and new.paid_minor < new.total_minor) execute function reminders_are_due();
-- It was sent, due another day, freed, or is owed more: with the last, credit may no longer cover what the customer owes.
create constraint trigger changed_is_due after update on invoices deferrable initially deferred
  for each row when (new.state = 'sent' and new.paid_minor < new.total_minor
    and new.disputed_since is null and not new.reminders_paused
    and ((old.state, old.due_date, old.disputed_since, old.reminders_paused)
        is distinct from (new.state, new.due_date, new.disputed_since, new.reminders_paused)
      or new.total_minor - new.paid_minor > old.total_minor - old.paid_minor))
  execute function reminders_are_due();
-- A reversal takes credit away.
create constraint trigger less_credit_is_due after insert on payments deferrable initially deferred
  for each row when (new.amount_minor < 0) execute function reminders_are_due();

create table failing_work (
  organization_id uuid not null references organizations (id),
  work text not null check (work in ('reminders', 'statements')),
  subject_id uuid not null,
  invoice_id uuid,
  customer_id uuid,
  since timestamptz not null,
  tried_at timestamptz not null,
  times integer not null default 1,
  primary key (organization_id, work, subject_id),
  foreign key (organization_id, invoice_id) references invoices (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references customers (organization_id, id) on delete cascade
);
comment on table failing_work is
  'A reminder or statement that threw when it was made: it is tried again in each round, and shown to staff until it is made or wanted no longer.';
comment on column failing_work.subject_id is 'The invoice or the customer; the organization itself where all of it failed.';
select protect('failing_work');

create function work_load(at timestamptz) returns table (work text, due integer, failing integer)
  language sql stable security definer set search_path = public, pg_temp
  as 'select one, (select count(*)::integer from regular_work r where r.work = one and r.due_at <= at),
        (select count(*)::integer from failing_work f where f.work = one)
      from unnest(array[''housekeeping'', ''reminders'', ''statements'']) as one';
comment on function work_load(timestamptz) is
  'For metrics: in how many organizations something is due, and how many pieces of it fail. It tells nothing of any.';
revoke execute on function work_load(timestamptz) from public;
grant execute on function work_load(timestamptz) to portico_app;
