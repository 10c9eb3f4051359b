-- The tables that a careful engineer would make for the same contacts by hand: one search index of words over each person,
-- a journal, and what waits for the mail server. The same people and places as in data.sql.

create schema by_hand;
grant usage on schema by_hand to portico_app;

create table by_hand.people (
  organization_id uuid, id uuid, email text not null, email_identity text not null, first_name text not null, last_name text not null,
  phone text, version int not null default 1, created_at timestamptz not null, updated_at timestamptz not null,
  search_text text generated always as (lower(first_name || ' ' || last_name || ' ' || email)) stored,
  primary key (organization_id, id));
create table by_hand.contacts (
  organization_id uuid, id uuid, customer_id uuid not null, person_id uuid not null, job_title text, receives jsonb not null,
  is_primary boolean not null default false, active boolean not null default true, version int not null default 1,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (organization_id, id));
create table by_hand.access (
  organization_id uuid, person_id uuid, password_hash text not null, issued_at timestamptz not null, expires_at timestamptz not null,
  primary key (organization_id, person_id));
create table by_hand.letters (
  organization_id uuid, id uuid, contact_id uuid not null, kind text not null, address text not null, sealed bytea,
  state text not null default 'queued', created_at timestamptz not null,
  primary key (organization_id, id));
create table by_hand.journal (
  organization_id uuid, id uuid, at timestamptz not null, by text not null, action text not null, contact_id uuid, changes jsonb not null,
  primary key (organization_id, id));

insert into by_hand.people (organization_id, id, email, email_identity, first_name, last_name, phone, created_at, updated_at)
  select organization_id, id, email, email_identity, first_name, last_name, phone, created_at, updated_at from people order by id;
insert into by_hand.contacts (organization_id, id, customer_id, person_id, job_title, receives, is_primary, active, created_at, updated_at)
  select organization_id, id, customer_id, person_id, job_title, receives, is_primary, active, created_at, updated_at from contacts order by id;

create unique index on by_hand.people (organization_id, email_identity);
create index on by_hand.people using gin (search_text gin_trgm_ops);
create unique index on by_hand.contacts (organization_id, customer_id, person_id);
create index on by_hand.contacts (organization_id, person_id);
create index on by_hand.letters (created_at) where state = 'queued';
create index on by_hand.journal (organization_id, contact_id, id desc);
grant select, insert, update, delete on all tables in schema by_hand to portico_app;
