-- Programs of an organization: what they come in with, and what they may do.

create table api_keys (
  organization_id uuid not null references organizations (id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  ending text not null check (char_length(ending) = 4),
  scopes text[] not null check (cardinality(scopes) between 1 and 100),
  networks cidr[] not null default '{}' check (cardinality(networks) <= 20),
  made_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz check (expires_at > created_at),
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, made_by) references staff_members (organization_id, id)
);
comment on table api_keys is 'What programs sign in with. A revoked one stays, so that the journal''s entries have somebody.';
comment on column api_keys.token_hash is 'SHA-256 of the key''s secret: a stolen backup opens nothing.';
comment on column api_keys.ending is 'The last letters of the key, by which people tell which one a program has. They are of its checksum.';
comment on column api_keys.networks is 'From where it may be used. None: from anywhere.';
create index api_keys_newest on api_keys (organization_id, (revoked_at is not null), id desc);
select protect('api_keys');
revoke delete on api_keys from portico_app;

create trigger key_changed after update of revoked_at, scopes, networks, expires_at, name on api_keys
  for each row execute function tell_staff_changed();
