create function organization_ids() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as 'select id from organizations';
comment on function organization_ids() is
  'For work that visits one organization after another, away from requests, such as throwing away what has expired.';
revoke execute on function organization_ids() from public;
grant execute on function organization_ids() to portico_app;
