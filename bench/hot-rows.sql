-- One organization that sixteen people work in, and sixteen that one each works in: the same customers, open invoices and
-- drafts for each of them. All that is open in an organization is due on one day. Loaded without triggers, but with what
-- they keep.

set synchronous_commit = off;

create temporary table counts as
  select current_setting('bench.people')::int as people, current_setting('bench.invoices_each')::int as each, timestamptz '2000-01-01' as at;

create function pg_temp.uuid_of(kind int, number bigint) returns uuid language sql immutable
  return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;

insert into organizations (id, name, slug, currency, created_at, updated_at)
  select pg_temp.uuid_of(1, number), 'Organization ' || number, 'organization-' || number, 'EUR', at, at
  from counts, generate_series(0, people) number;

-- Whose work it is, and where they do it: everybody's in organization 0, and each one's in their own.
create temporary table work as
  select person, place, place * people + person as number, pg_temp.uuid_of(1, case place when 0 then 0 else person + 1 end) as organization_id
  from counts, generate_series(0, people - 1) person, generate_series(0, 1) place;

alter table customers disable trigger user;
alter table people disable trigger user;
alter table contacts disable trigger user;
alter table invoices disable trigger user;

create temporary table firms as
  select organization_id, work.number as work, work.number * 100 + firm as number from work, generate_series(0, 99) firm;

insert into customers (organization_id, id, name, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(2, number), 'Customer ' || number, at, at from counts, firms;

insert into people (organization_id, id, email, email_identity, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(3, number), email, email, at, at
  from counts, firms, lateral (select 'reader' || number || '@customer.example' as email) e;

insert into contacts (organization_id, id, customer_id, person_id, receives, is_primary, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(4, number), pg_temp.uuid_of(2, number), pg_temp.uuid_of(3, number), '{"invoices": "to"}', true, at, at
  from counts, firms;

-- Of each one's work the first half are open invoices, the second half drafts.
insert into invoices (organization_id, id, customer_id, state, number, currency, issue_date, due_date, lines, subtotal_minor,
    total_minor, revision, sent_at, created_at, updated_at)
  select organization_id, pg_temp.uuid_of(5, work.number * each * 2 + turn), pg_temp.uuid_of(2, work.number * 100 + turn % 100),
    case when turn < each then 'sent' else 'draft' end, case when turn < each then 'OLD-' || work.number || '-' || turn end,
    'EUR', '2000-01-01', '2000-01-31',
    '[{"description": "Work", "quantity": "1", "unitPriceMinor": 5000, "discountPercent": "0", "taxRate": "0"}]', 5000,
    5000, (turn < each)::int, case when turn < each then at end, at, at
  from counts, work, generate_series(0, each * 2 - 1) turn;

insert into owed_by_day (organization_id, due_date, currency, count, amount_minor)
  select organization_id, due_date, currency, count(*), sum(balance_minor) from invoices where state = 'sent' group by 1, 2, 3;
insert into owed_by_customer (organization_id, customer_id, currency, amount_minor)
  select organization_id, customer_id, currency, sum(balance_minor) from invoices where state = 'sent' group by 1, 2, 3;

alter table customers enable trigger user;
alter table people enable trigger user;
alter table contacts enable trigger user;
alter table invoices enable trigger user;
drop table counts, work, firms;
