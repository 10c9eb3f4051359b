-- A person's credential for the portal, its links, sessions and known browsers.

create table portal_access (
  organization_id uuid not null,
  person_id uuid not null,
  generation integer not null default 1,
  kind text not null check (kind in ('temporary', 'link', 'chosen')),
  password_hash text,
  expires_at timestamptz,
  issued_at timestamptz not null,
  issued_by uuid,
  chosen_at timestamptz,
  locked_at timestamptz,
  last_sign_in_at timestamptz,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references people (organization_id, id),
  check (case kind
    when 'temporary' then password_hash is not null and expires_at is not null
    when 'link' then password_hash is null and expires_at is not null
    else password_hash is not null and expires_at is null and chosen_at is not null end)
);
comment on table portal_access is 'A person''s credential: at most one. No row: no access, and nothing left of it: links, sessions and browsers end with it.';
comment on column portal_access.kind is 'temporary: staff issued a password that may only choose another. link: staff sent a link to set one. chosen: their own.';
comment on column portal_access.generation is 'Counts credentials. A queued letter names the one it carries; an older one is void.';
comment on column portal_access.locked_at is 'Staff took access away; giving it back clears this.';
select protect('portal_access');

create table portal_links (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null check (purpose in ('issued', 'forgotten')),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references portal_access (organization_id, person_id) on delete cascade
);
comment on table portal_links is 'One-time links to set a password. Opening one changes nothing: only using it does.';
create index portal_links_by_person on portal_links (organization_id, person_id);
select protect('portal_links');

create table portal_sessions (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  choosing boolean not null,
  user_agent text not null default '',
  client_address text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references portal_access (organization_id, person_id) on delete cascade
);
comment on column portal_sessions.choosing is 'Opened by a temporary password: it can choose a new one, and nothing else.';
create index portal_sessions_by_person on portal_sessions (organization_id, person_id);
select protect('portal_sessions');

create table portal_devices (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  last_used_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references portal_access (organization_id, person_id) on delete cascade
);
comment on table portal_devices is 'Browsers that a person has signed in from. Strangers guessing at the address cannot lock these out.';
create index portal_devices_by_person on portal_devices (organization_id, person_id);
select protect('portal_devices');
