create table staff_accounts (
  id uuid primary key,
  email text not null,
  email_identity text not null unique check (email_identity = lower(email_identity) and octet_length(email_identity) <= 254),
  name text not null check (char_length(name) between 1 and 200),
  password_hash text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table staff_accounts is
  'One staff member''s sign-in. It alone stands above organizations, because one person may work for several with one password.';
comment on column staff_accounts.password_hash is 'argon2id; null until the first invitation is accepted.';
select refer('staff_accounts');

create table staff_members (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  account_id uuid not null references staff_accounts (id),
  role text not null check (role in ('owner', 'manager', 'viewer')),
  active boolean not null default true,
  invited_at timestamptz not null,
  joined_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  unique (organization_id, account_id)
);
comment on table staff_members is 'A staff account''s place in one organization.';
create index staff_members_by_account on staff_members (account_id);
select distribute('staff_members');
select protect('staff_members');

alter table staff_accounts enable row level security;
alter table staff_accounts force row level security;
do $$ begin execute format('create policy owner on staff_accounts to %I using (true) with check (true)', current_user); end $$;
create policy colleagues on staff_accounts for select to portico_app using (exists (
  select from staff_members m where m.organization_id = current_organization() and m.account_id = staff_accounts.id));
create policy colleagues_change on staff_accounts for update to portico_app using (exists (
  select from staff_members m where m.organization_id = current_organization() and m.account_id = staff_accounts.id));
create policy invite on staff_accounts for insert to portico_app with check (password_hash is null or not is_set_up());
comment on policy invite on staff_accounts is 'Nobody is born with a password, but the founder.';
grant select, insert, update on staff_accounts to portico_app;

create table staff_sessions (
  organization_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  user_agent text not null default '',
  client_address text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, member_id) references staff_members (organization_id, id) on delete cascade
);
comment on column staff_sessions.token_hash is 'SHA-256 of the cookie''s secret: a stolen backup opens no session.';
create index staff_sessions_by_member on staff_sessions (organization_id, member_id);
select distribute('staff_sessions');
select protect('staff_sessions');

create table staff_links (
  organization_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  purpose text not null check (purpose in ('invitation', 'password')),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, member_id) references staff_members (organization_id, id) on delete cascade
);
comment on table staff_links is 'One-time links for staff: to accept an invitation, to set a new password.';
create index staff_links_by_member on staff_links (organization_id, member_id);
select distribute('staff_links');
select protect('staff_links');

create function staff_account_by_email(identity text)
  returns table (account_id uuid, name text, email text, password_hash text)
  language sql stable security definer set search_path = public, pg_temp
  as 'select id, name, email, password_hash from staff_accounts where email_identity = identity';
comment on function staff_account_by_email(text) is 'Sign-in knows an address before it knows an organization.';

create function memberships_of(account uuid)
  returns table (organization_id uuid, organization_name text, slug text, member_id uuid, role text)
  language sql stable security definer set search_path = public, pg_temp
  as 'select m.organization_id, o.name, o.slug, m.id, m.role
      from staff_members m join organizations o on o.id = m.organization_id
      where m.account_id = account and m.active and m.joined_at is not null order by o.name, o.id';
comment on function memberships_of(uuid) is 'The organizations where one staff account may work.';

create function end_account_sessions(account uuid, but uuid) returns void
  language sql security definer set search_path = public, pg_temp
  as 'delete from staff_sessions s using staff_members m
      where m.account_id = account and s.organization_id = m.organization_id and s.member_id = m.id and s.id is distinct from but';
comment on function end_account_sessions(uuid, uuid) is 'Signs a staff account out of every organization, but for one session (or none).';

revoke execute on function staff_account_by_email(text), memberships_of(uuid), end_account_sessions(uuid, uuid) from public;
grant execute on function staff_account_by_email(text), memberships_of(uuid), end_account_sessions(uuid, uuid) to portico_app;
