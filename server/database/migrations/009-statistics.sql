-- PostgreSQL plans by statistics, which it refreshes by itself about once a minute. In that minute an import fills empty
-- tables with tens of thousands of rows, planned as if there were none: the first 20,000 took seven times as long.
create function refresh_statistics() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  grown regclass;
begin
  for grown in
    select c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relname in ('customers', 'people', 'contacts', 'customer_search', 'journal')
      and pg_relation_size(c.oid) > 2 * current_setting('block_size')::integer * greatest(c.relpages, 1)
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;
comment on function refresh_statistics() is 'For whoever adds rows by the thousand: new statistics of the tables that have more than doubled since the last ones.';
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to portico_app;
