-- The tables that a careful engineer would make for the same contacts by hand, with an index for each thing that is promised:
-- no address twice, what changed since, what is found by which words, whose journal, which letters. The rows to search are
-- those of 007-search.sql, written by each statement itself. The same people and places as in data.sql.

create schema by_hand;
grant usage on schema by_hand to portico_app;

create table by_hand.people (
  organization_id uuid, id uuid, email text not null, email_identity text not null, first_name text not null, last_name text not null,
  phone text, second_phone text, language text, time_zone text, version int not null default 1,
  created_at timestamptz not null, updated_at timestamptz not null,
  search_text text collate "C" not null generated always as (search_form(ltrim(trim(first_name || ' ' || last_name) || ' ' || email))) stored,
  primary key (organization_id, id));
create table by_hand.contacts (
  organization_id uuid, id uuid, customer_id uuid not null, person_id uuid not null, job_title text, department text, receives jsonb not null,
  unsubscribed jsonb not null default '{}', is_primary boolean not null default false, active boolean not null default true,
  inactive_since timestamptz, external_id text, version int not null default 1,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id));
create table by_hand.contact_search (like public.contact_search, primary key (organization_id, contact_id));
create table by_hand.access (
  organization_id uuid, person_id uuid, password_hash text not null, issued_at timestamptz not null, expires_at timestamptz not null,
  primary key (organization_id, person_id));
create table by_hand.letters (
  organization_id uuid, id uuid, customer_id uuid not null, contact_id uuid not null, person_id uuid not null, kind text not null,
  address text not null, subject text not null, sealed bytea, state text not null default 'queued', created_at timestamptz not null,
  primary key (organization_id, id));
create table by_hand.journal (
  organization_id uuid, id uuid, at timestamptz not null, by text not null, action text not null, customer_id uuid, contact_id uuid,
  person_id uuid, changes jsonb not null,
  primary key (organization_id, id));
create table by_hand.events (
  organization_id uuid, written_at timestamptz not null default clock_timestamp(), id uuid, type text not null, subject_id uuid not null,
  at timestamptz not null, data jsonb not null,
  primary key (organization_id, written_at, id));

insert into by_hand.people (organization_id, id, email, email_identity, first_name, last_name, phone, language, created_at, updated_at)
  select organization_id, id, email, email_identity, first_name, last_name, phone, language, created_at, updated_at from people order by id;
insert into by_hand.contacts (organization_id, id, customer_id, person_id, job_title, receives, is_primary, active, inactive_since, created_at, updated_at)
  select organization_id, id, customer_id, person_id, job_title, receives, is_primary, active, inactive_since, created_at, updated_at
  from contacts order by id;
insert into by_hand.contact_search select * from contact_search;

create unique index on by_hand.people (organization_id, email_identity);
create index on by_hand.people (organization_id, updated_at, id);
create unique index on by_hand.contacts (organization_id, customer_id, person_id) include (active);
create unique index on by_hand.contacts (organization_id, customer_id) include (id, person_id) where is_primary and active;
create unique index on by_hand.contacts (organization_id, external_id) where external_id is not null;
create index on by_hand.contacts (organization_id, person_id) include (customer_id, active);
create index on by_hand.contacts (organization_id, updated_at, person_id, id);
create index on by_hand.contact_search (organization_id, name_key, customer_id) include (active, account_text, text, phones);
create index on by_hand.contact_search
  using gin (organization_id, (' ' || name_key || account_text) gin_trgm_ops, text gin_trgm_ops, phones gin_trgm_ops)
  with (gin_pending_list_limit = 256);
create index on by_hand.letters (created_at) where state = 'queued';
create index on by_hand.letters (organization_id, customer_id, id desc);
create index on by_hand.letters (organization_id, contact_id, id desc);
create index on by_hand.letters (organization_id, person_id, id desc);
create index on by_hand.letters (organization_id, state, id desc);
create index on by_hand.letters (organization_id, kind, id desc);
create index on by_hand.journal (organization_id, customer_id, id desc) where customer_id is not null;
create index on by_hand.journal (organization_id, contact_id, id desc) where contact_id is not null;
create index on by_hand.journal (organization_id, person_id, id desc);
grant select, insert, update, delete on all tables in schema by_hand to portico_app;
