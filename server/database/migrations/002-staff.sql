-- Who works for an organization: one sign-in above organizations, a place in each, sessions and links.

create table staff_accounts (
  id uuid primary key,
  email text not null,
  email_identity text not null unique check (email_identity = lower(email_identity) and octet_length(email_identity) <= 254),
  password_hash text not null,
  created_at timestamptz not null,
  devices_known_from timestamptz not null
);
comment on table staff_accounts is
  'One staff member''s sign-in. It alone stands above organizations, because one person may work for several with one password. So no organization reads or writes it: only the functions below do.';
comment on column staff_accounts.password_hash is 'argon2id. An account comes into being when its first invitation is accepted, with a password.';
comment on column staff_accounts.devices_known_from is
  'When a password was set, or every session ended, the last time: browsers that were known before are known no longer.';
alter table staff_accounts enable row level security;
alter table staff_accounts force row level security;
do $$ begin execute format('create policy owner on staff_accounts to %I using (true) with check (true)', current_user); end $$;

create table staff_members (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  account_id uuid references staff_accounts (id),
  name text not null check (char_length(name) between 1 and 200),
  email text not null,
  email_identity text not null check (email_identity = lower(email_identity) and octet_length(email_identity) <= 254),
  role text not null check (role in ('owner', 'manager', 'viewer')),
  active boolean not null default true,
  invited_at timestamptz not null,
  joined_at timestamptz,
  last_seen_at timestamptz,
  sessions_ended_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  check ((account_id is null) = (joined_at is null))
);
comment on table staff_members is 'Somebody''s place in one organization, by the name they go by there.';
comment on column staff_members.account_id is
  'Null until they accept: an organization that invites an address learns nothing of the account behind it.';
comment on column staff_members.sessions_ended_at is
  'When an owner ended their sessions here: one from before, at work in another organization, does not come in from there.';
create unique index staff_members_email_identity_key on staff_members (organization_id, email_identity);
create index staff_members_by_account on staff_members (account_id) where account_id is not null;
select protect('staff_members');
revoke delete on staff_members from portico_app;

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
  password_shown_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, member_id) references staff_members (organization_id, id) on delete cascade
);
comment on column staff_sessions.created_at is 'When they signed in: one that was traded for another organization''s is as old.';
comment on column staff_sessions.password_shown_at is
  'When the password was last typed in it. What lets somebody in asks for it again after half an hour.';
comment on column staff_sessions.token_hash is 'SHA-256 of the cookie''s secret: a stolen backup opens no session.';
create index staff_sessions_by_member on staff_sessions (organization_id, member_id);
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
select protect('staff_links');

create function staff_account_by_email(identity text)
  returns table (account_id uuid, email text, password_hash text, devices_known_from timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as 'select id, email, password_hash, devices_known_from from staff_accounts where email_identity = identity';
comment on function staff_account_by_email(text) is 'Sign-in knows an address before it knows an organization.';

create function open_staff_account(account uuid, address text, identity text, hash text, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  as 'insert into staff_accounts (id, email, email_identity, password_hash, created_at, devices_known_from)
      values (account, address, identity, hash, at, at)';
comment on function open_staff_account(uuid, text, text, text, timestamptz) is
  'The first time that somebody proves an address to be theirs (or founds the installation).';

create function hold_staff_account(account uuid, hash text) returns boolean
  language sql security definer set search_path = public, pg_temp
  as 'select exists (select from staff_accounts where id = account and (hash is null or password_hash = hash) for share)';
comment on function hold_staff_account(uuid, text) is
  'Whether the password that was just checked is still the one, and keeps it so until the transaction ends: a session opened by a password never outlives it. Without a hash it only holds.';

create function rehash_staff_password(account uuid, former text, hash text) returns void
  language sql security definer set search_path = public, pg_temp
  as 'update staff_accounts set password_hash = hash where id = account and password_hash = former';
comment on function rehash_staff_password(uuid, text, text) is 'The same password under newer argon2 parameters: nothing else changes.';

create function end_account_sessions(account uuid, but uuid, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  as 'update staff_accounts set devices_known_from = at where id = account;
      delete from staff_sessions s using staff_members m
      where m.account_id = account and s.organization_id = m.organization_id and s.member_id = m.id and s.id is distinct from but';
comment on function end_account_sessions(uuid, uuid, timestamptz) is
  'Signs a staff account out of every organization, except for one session (or none), and forgets its known devices. The account comes first: a session that is being opened right now is waited for, and ended as well.';

create function set_staff_password(account uuid, former text, hash text, at timestamptz, but uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update staff_accounts set password_hash = hash
  where id = account and (former is null or password_hash = former);
  if not found then return false; end if;
  perform end_account_sessions(account, but, at);
  update staff_links l set used_at = at from staff_members m
  where m.account_id = account and l.organization_id = m.organization_id and l.member_id = m.id
    and l.purpose = 'password' and l.used_at is null;
  return true;
end $$;
comment on function set_staff_password(uuid, text, text, timestamptz, uuid) is
  'A new password ends every session but one (or none) and every link to set another. False where the former password is not the one any more.';

create function memberships_of(account uuid)
  returns table (organization_id uuid, organization_name text, slug text, language text, member_id uuid, name text, email text,
    role text, last_seen_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as 'select m.organization_id, o.name, o.slug, o.language, m.id, m.name, m.email, m.role, m.last_seen_at
      from staff_members m join organizations o on o.id = m.organization_id
      where m.account_id = account and m.active order by sort_key(o.name) collate "C", o.id';
comment on function memberships_of(uuid) is 'The organizations where one staff account may work.';

create function end_staff_session(account uuid, session uuid) returns timestamptz
  language sql security definer set search_path = public, pg_temp
  as 'delete from staff_sessions s using staff_members m
      where s.id = session and m.account_id = account and s.organization_id = m.organization_id and s.member_id = m.id
      returning s.created_at';
comment on function end_staff_session(uuid, uuid) is
  'Ends a session of this account in whichever organization it is, and returns when it began, or null: switching organizations trades one session for another, which is as old.';

create function sessions_of_account(account uuid, at timestamptz)
  returns table (session_id uuid, organization_name text, user_agent text, client_address text, created_at timestamptz,
    last_seen_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as 'select s.id, o.name, s.user_agent, s.client_address, s.created_at, s.last_seen_at
      from staff_sessions s
      join staff_members m on m.organization_id = s.organization_id and m.id = s.member_id
      join organizations o on o.id = s.organization_id
      where m.account_id = account and m.active and s.expires_at > at
        and s.created_at > at - o.staff_session_days * interval ''24 hours''
        and s.last_seen_at > at - o.staff_session_idle_hours * interval ''1 hour''
      order by s.last_seen_at desc limit 100';
comment on function sessions_of_account(uuid, timestamptz) is
  'Where one staff account is signed in, in every organization: the latest use first, at most a hundred.';

do $$
declare it regprocedure;
begin
  foreach it in array array[
    'staff_account_by_email(text)', 'open_staff_account(uuid, text, text, text, timestamptz)',
    'hold_staff_account(uuid, text)', 'rehash_staff_password(uuid, text, text)', 'end_account_sessions(uuid, uuid, timestamptz)',
    'set_staff_password(uuid, text, text, timestamptz, uuid)', 'memberships_of(uuid)', 'end_staff_session(uuid, uuid)',
    'sessions_of_account(uuid, timestamptz)'
  ]::regprocedure[] loop
    execute format('revoke execute on function %s from public', it);
    execute format('grant execute on function %s to portico_app', it);
  end loop;
end $$;

-- A server remembers for a moment who is signed in. So it must hear of everything that changes this, no matter who changes it.

create function tell_staff_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('staff_changed', '');
  return null;
end $$;
comment on function tell_staff_changed() is
  'Every server listens, and forgets who is signed in. One that makes the change hears it before its statement is answered.';

create trigger member_changed after delete or update of account_id, name, email, role, active on staff_members
  for each row execute function tell_staff_changed();
create trigger session_changed after delete or update of member_id, token_hash, expires_at, password_shown_at on staff_sessions
  for each row execute function tell_staff_changed();
