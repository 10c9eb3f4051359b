-- A seller's books, the same on every machine, as they stand at noon of bench.today. bench.invoices says how many: of a million
-- 200,000 are open, due from 200 days before today to 40 days after it; 700,000 are paid, the rest are drafts or void.
-- A tenth as many customers have a contact each, and a few of them owe much. Reminders have been on for years: whatever
-- step had passed yesterday was handled. Loaded without triggers, but with what they keep.

set synchronous_commit = off;
set maintenance_work_mem = '512MB';
set work_mem = '256MB';
select setseed(0.5);

create temporary table counts as
  select current_setting('bench.invoices')::int as invoices, current_setting('bench.invoices')::int / 10 as customers,
    current_setting('bench.today')::date as today, timestamptz '2000-01-01' as at,
    '00000001-0000-7000-8000-000000000000'::uuid as organization_id;

create function pg_temp.uuid_of(kind int, number bigint) returns uuid language sql immutable
  return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;

insert into organizations (id, name, slug, currency, created_at, updated_at)
  select organization_id, 'Organization 0', 'organization-0', 'EUR', at, at from counts;

insert into invoicing_settings (organization_id, next_number, reminders_on, reminders_on_since, updated_at)
  select organization_id, invoices + 1, true, today - 3000, at from counts;

insert into reminder_steps (organization_id, id, days, subject, message, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(6, days + 10), days, 'Invoice {number}', 'Please pay {amount due}.', at, at
  from counts, unnest(array[-3, 0, 7, 21]) days;

alter table customers disable trigger user;
alter table people disable trigger user;
alter table contacts disable trigger user;
alter table invoices disable trigger user;
alter table reminder_sendings disable trigger user;

insert into customers (organization_id, id, name, account_number, active, reminders_paused, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(2, number), 'Customer ' || number, 'C-' || number, number % 50 <> 7, number % 100 = 11, at, at
  from counts, generate_series(0, customers - 1) number;

insert into people (organization_id, id, email, email_identity, first_name, last_name, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(3, number), email, email, 'Reader', number::text, at, at
  from counts, generate_series(0, customers - 1) number, lateral (select 'reader' || number || '@customer.example' as email) e;

insert into contacts (organization_id, id, customer_id, person_id, receives, is_primary, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(4, number), pg_temp.uuid_of(2, number), pg_temp.uuid_of(3, number),
    '{"invoices": "to", "reminders": "to"}', true, at, at
  from counts, generate_series(0, customers - 1) number;

insert into customer_search (organization_id, customer_id, name_key, active, text, phones)
  select organization_id, id, name_key, active, customer_search_text(name, account_number), '' from customers;

-- Of twenty invoices four are open, one is a draft and one void.
create temporary table drawn as
  select case when number % 20 < 4 then 'open' when number % 20 = 4 then 'draft' when number % 20 = 5 then 'void' else 'paid' end as kind,
    floor((select customers from counts) * random() ^ 1.5)::int as customer, random() as place, random() as size,
    floor(random() * 1000)::int as luck
  from counts, generate_series(0, invoices - 1) number;

-- Days late, the fewest for most of the open ones; the others are of the last four years.
create temporary table dated as
  select row_number() over (order by issue_date, luck, place) as number, one.*
  from (
    select kind, customer, luck, place, (100 + size ^ 4 * 2000000)::bigint as total,
      case when luck % 10 = 3 then 'USD' else 'EUR' end as currency,
      today - days_late as due_date, today - days_late - 30 as issue_date
    from counts, drawn, lateral (
      select case when kind = 'draft' then -30 - floor(place * 10) when kind <> 'open' then floor(place * 1400) - 20
        when luck < 200 then -floor(place * 41) when luck < 850 then floor(place * 60) else 60 + floor(place * 141) end::int as days_late) d) one;

create unique index on dated (number);

-- What is held was not reminded of. Who paid had the first step, and half of them the second.
create temporary table handled as
  select number, pg_temp.uuid_of(6, days + 10) as step_id, due_date, days
  from counts, dated, unnest(array[-3, 0, 7, 21]) days
  where kind in ('open', 'paid') and due_date + days < today and not (kind = 'open' and luck % 100 in (1, 2))
    and customer % 50 <> 7 and customer % 100 <> 11
    and (kind = 'open' or days < 0 or (days = 0 and total % 2 = 0));

insert into invoices (organization_id, id, customer_id, state, number, currency, issue_date, due_date, lines, subtotal_minor,
    total_minor, paid_minor, revision, disputed_since, reminders_paused, reminded_step_id, sent_at, paid_at, voided_at, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(5, number), pg_temp.uuid_of(2, customer),
    case when kind in ('open', 'paid') then 'sent' else kind end, case when kind <> 'draft' then 'INV-' || lpad(number::text, 7, '0') end,
    currency, issue_date, due_date,
    jsonb_build_array(jsonb_build_object('description', 'Work', 'quantity', '1', 'unitPriceMinor', total, 'discountPercent', '0', 'taxRate', '0')),
    total, total, case when kind = 'paid' then total when kind = 'open' and luck % 20 = 5 then total / 3 else 0 end,
    (kind <> 'draft')::int, case when kind = 'open' and luck % 100 = 1 then due_date + interval '1 day' end,
    kind = 'open' and luck % 100 = 2, coalesce(last_step_id, '00000000-0000-0000-0000-000000000000'), case when kind <> 'draft' then issue_date + interval '10 hours' end,
    case when kind = 'paid' then least(due_date + floor(place * 20)::int, today) + interval '9 hours' end,
    case when kind = 'void' then issue_date + interval '11 hours' end, issue_date, issue_date
  from counts, dated
  left join (select distinct on (number) number, step_id as last_step_id from handled order by number, days desc) last using (number)
  order by number;

insert into reminder_sendings (organization_id, invoice_id, step_id, due_date, outcome, why, at)
  select organization_id, pg_temp.uuid_of(5, number), step_id, due_date, 'sent', 'Sent to 1.', due_date + days + interval '9 hours'
  from counts, handled order by number;

insert into owed_by_day (organization_id, due_date, currency, count, amount_minor)
  select organization_id, due_date, currency, count(*), sum(balance_minor) from invoices
  where state = 'sent' and paid_minor < total_minor group by 1, 2, 3;

insert into owed_by_customer (organization_id, customer_id, currency, amount_minor)
  select organization_id, customer_id, currency, sum(balance_minor) from invoices
  where state = 'sent' and paid_minor < total_minor group by 1, 2, 3;

alter table customers enable trigger user;
alter table people enable trigger user;
alter table contacts enable trigger user;
alter table invoices enable trigger user;
alter table reminder_sendings enable trigger user;
drop table counts, drawn, dated, handled;
