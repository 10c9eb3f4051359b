create table idempotent_requests (
  organization_id uuid not null references organizations (id),
  endpoint text not null,
  key text not null check (char_length(key) between 1 and 200),
  fingerprint text not null,
  reply jsonb,
  at timestamptz not null,
  primary key (organization_id, endpoint, key)
);
comment on table idempotent_requests is
  'What was done under an Idempotency-Key, and what was replied: written in the transaction of the change, kept for a day.';
select distribute('idempotent_requests');
select protect('idempotent_requests');

create function organization_ids() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select id from organizations';
comment on function organization_ids() is
  'For work that visits one organization after another, away from requests, such as throwing away what has expired.';
revoke execute on function organization_ids() from public;
grant execute on function organization_ids() to portico_app;
