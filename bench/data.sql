-- Believable customers and contacts, the same on every machine. bench.customers says how many: 1,000,000 customers get
-- 2,000,000 contacts of 1,800,000 people, a tenth of whom are at several customers. Loaded without the triggers that keep
-- the search and then searched as if they had been there: the same rows, in minutes instead of an hour.

set synchronous_commit = off;
set maintenance_work_mem = '512MB';
set work_mem = '256MB';
select setseed(0.5);

create temporary table counts as
  select current_setting('bench.customers')::int as customers, (current_setting('bench.customers')::int * 1.8)::int as people,
    current_setting('bench.small_organizations')::int as small_organizations, timestamptz '2000-01-01' as at;

create function pg_temp.uuid_of(kind int, number bigint) returns uuid language sql immutable
  return (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;

-- Made-up words; the first ones are far more frequent than the last ones.
create temporary table words as
  select number::int, initcap(string_agg(
      (array['al','an','ar','ba','be','bo','ca','co','da','de','do','el','en','fa','fer','ga','gre','ha','in','jo','ka','ko','la','lin',
             'lo','ma','mar','me','mi','mon','na','ne','no','or','pa','per','qui','ra','ri','ro','sa','sen','so','sta','ta','ter','to','tra',
             'ul','va','ver','vi','wa','wil','xe','ya','zan','zo'])[1 + floor(random() * 58)::int], '')) as word
  from generate_series(0, 4999) number, generate_series(1, 2 + (number % 3)) syllable group by number;
create unique index on words (number);
create function pg_temp.pick(luck float8, most int) returns int language sql immutable return floor(most * luck ^ 2.5)::int;
analyze words;

insert into organizations (id, name, slug, created_at, updated_at)
  select pg_temp.uuid_of(1, number), 'Organization ' || number, 'organization-' || number, at, at
  from counts, generate_series(0, small_organizations) number;

alter table customers disable trigger user;
alter table people disable trigger user;
alter table contacts disable trigger user;
alter table contacts disable trigger all;
drop index customer_search_by_text, customer_search_by_name, contact_search_by_text, contact_search_by_name;

-- Of 1,000 customers 3 have no contact, 550 one, 300 two, 100 four, 40 eight and 7 twenty or so.
create temporary table drawn as
  select number, pg_temp.pick(random(), 5000) as first_word, pg_temp.pick(random(), 5000) as second_word,
    (array['GmbH','Ltd','Inc','& Sons','SARL','AG','BV','Group','Services','Trading','LLC','Partners'])[1 + floor(random() * 12)::int] as form,
    floor(random() * 1000)::int as size, number % 20 <> 7 as active
  from counts, generate_series(0, customers - 1) number;

insert into customers (organization_id, id, name, account_number, email, phone, billing_address, currency, payment_terms_days,
    active, created_at, updated_at)
  select pg_temp.uuid_of(1, 0), pg_temp.uuid_of(2, d.number), f.word || ' ' || s.word || ' ' || form, 'C-' || (1000000 + d.number),
    'office@' || lower(f.word || s.word) || '.example', '+49 30 ' || d.number,
    jsonb_build_object('line1', 'Hauptstrasse ' || d.number % 200, 'line2', '', 'city', s.word, 'region', '', 'postalCode', '10115', 'country', 'DE'),
    'EUR', 30, active, at, at
  from counts, drawn d join words f on f.number = first_word join words s on s.number = second_word
  order by d.number;

insert into people (organization_id, id, email, email_identity, first_name, last_name, phone, language, created_at, updated_at)
  select pg_temp.uuid_of(1, 0), pg_temp.uuid_of(3, p.number), email, email, f.word, l.word, '+49 170 ' || p.number, 'en', at, at
  from counts, (
      select number, pg_temp.pick(random(), 1500) as first, pg_temp.pick(random(), 5000) as last, pg_temp.pick(random(), 5000) as domain
      from counts, generate_series(0, people - 1) number) p
    join words f on f.number = first join words l on l.number = last join words w on w.number = domain,
    lateral (select lower(f.word || '.' || l.word || p.number || '@' || w.word || '.example') as email) e
  order by p.number;

-- The places are handed out in an order unlike that of the customers; the last tenth goes to people who have one already.
create temporary table places as
  select row_number() over () - 1 as number, customer, at_customer from (
    select d.number as customer, at_customer
    from drawn d, generate_series(1, case when size < 3 then 0 when size < 553 then 1 when size < 853 then 2 when size < 953 then 4
      when size < 993 then 8 else 18 + size - 993 end) at_customer
    order by hashint4(d.number), d.number, at_customer limit (select customers * 2 from counts)) one;

insert into contacts (organization_id, id, customer_id, person_id, job_title, receives, is_primary, active, inactive_since,
    created_at, updated_at)
  select pg_temp.uuid_of(1, 0), pg_temp.uuid_of(4, number), pg_temp.uuid_of(2, customer),
    pg_temp.uuid_of(3, case when number < people then number else (number - people) % (people / 10) end),
    case when number % 3 = 0 then 'Accounts payable' end, '{"invoices": "to", "reminders": "cc"}', at_customer = 1,
    number % 25 <> 3 or at_customer = 1, case when number % 25 = 3 and at_customer > 1 then at end, at, at
  from counts, places order by number;

-- And many small organizations: each has a hundred customers of the same names.
insert into customers (organization_id, id, name, account_number, created_at, updated_at)
  select pg_temp.uuid_of(1, organization), pg_temp.uuid_of(2, number), name, account_number, at, at
  from counts, generate_series(1, small_organizations) organization,
    generate_series(0, 99) number, lateral (
      select name, account_number from customers
      where organization_id = pg_temp.uuid_of(1, 0) and id = pg_temp.uuid_of(2, (organization * 37 + number) % customers)) like_this;

insert into customer_search (organization_id, customer_id, name_key, active, text, phones)
  select organization_id, id, name_key, active, customer_search_text(name, account_number), phone_digits(phone, second_phone) from customers;
insert into contact_search (organization_id, contact_id, customer_id, name_key, active, account_text, text, phones)
  select c.organization_id, c.id, c.customer_id, u.name_key, u.active, account_search_text(u.account_number),
    search_text(p.search_text), phone_digits(p.phone, p.second_phone)
  from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
  join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
  where c.active;

create index customer_search_by_name on customer_search (organization_id, name_key, customer_id) include (active, text, phones);
create index contact_search_by_name on contact_search (organization_id, name_key, customer_id)
  include (active, account_text, text, phones);
create index customer_search_by_text on customer_search
  using gin (organization_id, text gin_trgm_ops, phones gin_trgm_ops) with (gin_pending_list_limit = 256);
create index contact_search_by_text on contact_search
  using gin (organization_id, (' ' || name_key || account_text) gin_trgm_ops, text gin_trgm_ops, phones gin_trgm_ops)
  with (gin_pending_list_limit = 256);
alter table customers enable trigger all;
alter table people enable trigger all;
alter table contacts enable trigger all;
drop table counts, words, drawn, places;
