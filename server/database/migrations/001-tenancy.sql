-- The ground every other table stands on: who the tenant is, and how a table is closed to all others.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;

create function current_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '')::uuid;
comment on function current_organization() is
  'The organization that the connection works for. Row-level security compares every row with it.';

-- Closes a table to every organization but the current one. The owner's own policy exists for the few
-- functions that must look across organizations (they run as the owner, who is not exempt: it is forced).
create function protect(relation regclass, tenant_column name default 'organization_id') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format(
    'create policy tenant on %s to portico_app using (%I = current_organization()) with check (%I = current_organization())',
    relation, tenant_column, tenant_column);
  execute format('create policy owner on %s to %I using (true) with check (true)', relation, current_user);
  execute format('grant select, insert, update, delete on %s to portico_app', relation);
end $$;

revoke execute on function protect(regclass, name) from public;

-- Cyrillic has letters beyond а to я that unaccent leaves as they are: each is read as the one it stands beside.
create function search_form(said text) returns text
  language sql immutable parallel safe
  return translate(lower(unaccent(said)), 'ґєіїўђјљњћџ', 'геииудилнтц');
comment on function search_form(text) is
  'What is searched, and what is searched for: "Müller" and "MULLER" are the same. It counts as immutable so that columns can be generated from it, although the rules of unaccent may grow: then what is stored keeps its old form until it is changed or restored.';

-- People look for "Bäckerei" before "Blue Heron", and for "bakery" beside "Bakery". A collation of ICU or of the system says
-- so, too, but not the same one everywhere: with an upgrade of either, or on another machine, an index built by it is wrong
-- without a word, and pages leave customers out. So the order is stored, as text that is compared byte by byte.
create function sort_key(said text) returns text
  language plpgsql immutable parallel safe as $$
declare
  lowered text := lower(said);
  plain text;
begin
  -- Most names are of letters that have no accents to be taken off.
  if octet_length(said) <= 200 and octet_length(said) = char_length(said) then return lowered; end if;
  plain := left(public.search_form(said), 200);
  if plain = lowered then return plain; end if;
  return plain || chr(1) || left(lowered, 100);
end $$;
comment on function sort_key(text) is
  'Sorts, under the collation "C", as people expect: first by letters alone, and where these are the same, by accents. Names that differ in case alone are equal. It is bounded, because an index entry is.';

create function are_roles(receives jsonb) returns boolean
  language sql immutable parallel safe
  return receives::text ~ '^\{("(invoices|reminders|receipts|statements|notices)": "(to|cc)"(, )?)*\}$';
comment on function are_roles(jsonb) is 'Whether it gives kinds of document the roles "to" and "cc". A kind that is absent is not received.';

create table organizations (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 200),
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  accent_color text not null default '#1f6feb' check (accent_color ~ '^#[0-9a-f]{6}$'),
  time_zone text not null default 'UTC',
  language text not null default 'en',
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  credential_mail text not null default 'password' check (credential_mail in ('password', 'link')),
  temporary_password_hours integer not null default 72 check (temporary_password_hours between 1 and 720),
  password_min_length integer not null default 15 check (password_min_length between 8 and 64),
  staff_session_idle_hours integer not null default 12 check (staff_session_idle_hours between 1 and 720),
  staff_session_days integer not null default 30 check (staff_session_days between 1 and 90),
  portal_session_idle_hours integer not null default 12 check (portal_session_idle_hours between 1 and 720),
  portal_session_days integer not null default 30 check (portal_session_days between 1 and 90),
  new_contacts_receive jsonb not null default '{"invoices": "to", "reminders": "to", "receipts": "to", "statements": "to", "notices": "to"}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint organizations_new_contacts_receive_roles check (are_roles(new_contacts_receive))
);
comment on table organizations is 'A seller: the tenant. Everything else belongs to exactly one.';
comment on column organizations.slug is 'Names the organization''s door in addresses: /portal/<slug>.';
comment on column organizations.staff_session_idle_hours is 'A session unused for so long has ended; after staff_session_days it has in any case. Counts for sessions that are open, too.';
comment on column organizations.credential_mail is 'What a credential letter carries: the temporary password itself, or a one-time link to set one.';
comment on column organizations.new_contacts_receive is 'For each kind of document To, Cc or nothing, where the customer says nothing else.';
select protect('organizations', 'id');
revoke delete on organizations from portico_app;

create table installation (
  organization_id uuid primary key,
  set_up_at timestamptz not null
);
comment on table installation is 'One row, forever: set-up was done, by this organization, wherever it is now. Two set-ups at once: the second violates the index below.';
create unique index installation_is_one on installation ((true));
select protect('installation');
revoke update, delete on installation from portico_app;

create table organizations_elsewhere (
  organization_id uuid primary key,
  name text not null,
  slug text not null unique,
  origin text not null check (origin ~ '^https?://[^/?#[:space:]]+$')
);
comment on table organizations_elsewhere is
  'Where the organizations are that were here once: an address or a link of theirs that leads here goes on from here. Operators write it (docs/operating.md), the application only asks.';
alter table organizations_elsewhere enable row level security, force row level security;
do $$ begin execute format('create policy owner on organizations_elsewhere to %I using (true) with check (true)', current_user); end $$;

-- A new seller behind the address of another would be taken for it by everybody who has a letter of theirs.
create function keep_slugs_elsewhere() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- As if there were a conflict: whoever founds it tries the next.
  return case when not exists (select from organizations_elsewhere where slug = new.slug) then new end;
end $$;
create trigger keep_slugs_elsewhere before insert on organizations for each row execute function keep_slugs_elsewhere();

create function organization_elsewhere(organization uuid, portal text) returns text
  language sql stable security definer set search_path = public, pg_temp
  as 'select origin from organizations_elsewhere where organization_id = organization or slug = portal';
comment on function organization_elsewhere(uuid, text) is 'The origin of the installation that an organization moved to, by its id or its portal''s address.';
revoke execute on function organization_elsewhere(uuid, text) from public;
grant execute on function organization_elsewhere(uuid, text) to portico_app;

create function is_set_up() returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as 'select exists (select from installation)';
comment on function is_set_up() is 'Asked before there is anybody to ask it for.';

create function organization_by_slug(wanted text)
  returns table (id uuid, name text, slug text, accent_color text, language text, password_min_length integer)
  language sql stable security definer set search_path = public, pg_temp
  as 'select id, name, slug, accent_color, language, password_min_length from organizations where slug = wanted';
comment on function organization_by_slug(text) is 'What a portal''s door shows to anybody who knows its address.';

revoke execute on function is_set_up(), organization_by_slug(text) from public;
grant execute on function is_set_up(), organization_by_slug(text) to portico_app;

create table throttles (
  organization_id uuid not null,
  key text not null,
  arrives_at timestamptz not null,
  primary key (organization_id, key)
);
comment on table throttles is
  'One row per throttled subject (a hash of an address or a client). arrives_at is the theoretical arrival time of the generic cell rate algorithm. All are the installation''s, so the nil organization holds them: a client knocks at the doors of several.';
create index throttles_by_arrival on throttles (organization_id, arrives_at);
select protect('throttles');
-- Whoever gets a new password is free at once, in the transaction that gives it, which is their organization's.
create policy counters on throttles to portico_app
  using (organization_id = '00000000-0000-0000-0000-000000000000') with check (organization_id = '00000000-0000-0000-0000-000000000000');

create table idempotent_requests (
  organization_id uuid not null references organizations (id),
  caller uuid not null,
  endpoint text not null,
  key text not null check (char_length(key) between 1 and 200),
  fingerprint bytea not null,
  answer jsonb,
  at timestamptz not null,
  primary key (organization_id, caller, endpoint, key)
);
comment on table idempotent_requests is
  'What was done under an Idempotency-Key of a member of staff, a person or an API key, and what was answered: written in the transaction of the change, kept for a day. No answer: it had a secret.';
select protect('idempotent_requests');

create table kept_since (
  organization_id uuid not null references organizations (id),
  what text not null check (what in ('deliveries', 'journal')),
  since timestamptz not null,
  primary key (organization_id, what)
);
comment on table kept_since is
  'Where the operator''s policy threw something away: of what is as old as this, nothing says any more whether it was there. Written in the statement that discards. No row: all of it is kept.';
select protect('kept_since');
revoke delete on kept_since from portico_app;

create function organization_ids() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select id from organizations';
comment on function organization_ids() is
  'For work that visits one organization after another, away from requests, such as throwing away what has expired.';
revoke execute on function organization_ids() from public;
grant execute on function organization_ids() to portico_app;

-- PostgreSQL plans by statistics, which it refreshes by itself about once a minute. In that minute an import or a batch of
-- invoices fills empty tables with tens of thousands of rows, planned as if there were none: any index looks as good as the
-- right one then, and statements take seven times as long and more.
create function refresh_statistics() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  grown regclass;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('refresh_statistics', 0)) then return; end if;
  for grown in
    select c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_relation_size(c.oid) > 2 * current_setting('block_size')::integer * greatest(c.relpages, 1)
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;
comment on function refresh_statistics() is 'New statistics of the tables that have more than doubled since the last ones.';
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to portico_app;
