import type pg from 'pg'

/**
 * The schema as it is, in SQL for people to read: each table with all that belongs to it, then the functions, by name. What
 * it says is asked of PostgreSQL, so that it shows what the migrations have come to.
 */
export async function writeSchema(client: pg.Client): Promise<string> {
  const parts = [
    ...(await readParts(client, EXTENSIONS)),
    ...(await writeTables(client)),
    ...(await readParts(client, FUNCTIONS)),
  ]
  return `-- Made from the migrated database by \`npm run schema\`: change the migrations.\n\n${parts.join('\n\n')}\n`
}

async function readParts(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ part: string }>(query)
  return rows.map(({ part }) => part)
}

async function writeTables(client: pg.Client): Promise<string[]> {
  const lines = new Map<string, string[]>()
  for (const query of [TABLES, COMMENTS, INDEXES, TRIGGERS, SECURITY, GRANTS]) {
    const { rows } = await client.query<{ table: string; part: string }>(query)
    for (const { table, part } of rows) lines.set(table, [...(lines.get(table) ?? []), part])
  }
  return [...lines].map(([, parts]) => parts.join('\n'))
}

const OURS = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`

const EXTENSIONS = `
  select 'create extension ' || extname || ';' as part from pg_extension where extname <> 'plpgsql' order by extname`

const TABLES = `
  select c.relname as table, 'create table ' || c.relname || E' (\\n' || string_agg('  ' || line, E',\\n' order by kind, place, line)
    || E'\\n)' || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ';' as part
  from pg_class c cross join lateral (
    select 1 as kind, a.attnum::int as place, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || coalesce((select ' collate ' || quote_ident(collname) from pg_collation l
        where l.oid = a.attcollation and collname <> 'default'), '')
      || case when a.attnotnull then ' not null' else '' end
      || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
        else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    union all
    select 2, position(k.contype::text in 'pufc'), 'constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid, true)
    from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')) lines
  where ${OURS} group by c.oid, c.relname, c.reloptions order by c.relname`

const COMMENTS = `
  select c.relname as table, 'comment on ' || case when a.attnum is null then 'table ' || c.relname
    else 'column ' || c.relname || '.' || a.attname end || ' is ' || quote_literal(d.description) || ';' as part
  from pg_class c join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
  where ${OURS} order by c.relname, d.objsubid`

const INDEXES = `
  select c.relname as table, pg_get_indexdef(i.indexrelid, 0, true) || ';'
    || coalesce(E'\\ncomment on index ' || x.relname || ' is ' || quote_literal(obj_description(x.oid, 'pg_class')) || ';', '') as part
  from pg_class c join pg_index i on i.indrelid = c.oid join pg_class x on x.oid = i.indexrelid
  where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
  order by c.relname, x.relname`

const TRIGGERS = `
  select c.relname as table, pg_get_triggerdef(t.oid, true) || ';' as part
  from pg_class c join pg_trigger t on t.tgrelid = c.oid where ${OURS} and not t.tgisinternal order by c.relname, t.tgname`

const SECURITY = `
  select c.relname as table, 'alter table ' || c.relname || ' enable row level security, force row level security;' as part
  from pg_class c where ${OURS} and c.relrowsecurity and c.relforcerowsecurity
  union all
  select c.relname, 'create policy ' || p.polname || ' on ' || c.relname || ' for ' || case p.polcmd when '*' then 'all' else p.polcmd::text end
    || ' to ' || (select string_agg(rolname, ', ' order by rolname) from pg_roles where oid = any (p.polroles))
    || coalesce(' using (' || pg_get_expr(p.polqual, c.oid) || ')', '')
    || coalesce(' with check (' || pg_get_expr(p.polwithcheck, c.oid) || ')', '') || ';'
  from pg_class c join pg_policy p on p.polrelid = c.oid where ${OURS}
  order by 1, 2`

const GRANTS = `
  select c.relname as table, 'grant ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) || ' on ' || c.relname
    || ' to ' || g.grantee::regrole || ';' as part
  from pg_class c cross join lateral aclexplode(c.relacl) g where ${OURS} and g.grantee <> c.relowner group by c.relname, g.grantee
  union all
  select c.relname, 'grant ' || lower(g.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attnum) || ') on '
    || c.relname || ' to ' || g.grantee::regrole || ';'
  from pg_class c join pg_attribute a on a.attrelid = c.oid cross join lateral aclexplode(a.attacl) g
  where ${OURS} group by c.relname, g.privilege_type, g.grantee
  order by 1, 2`

const FUNCTIONS = `
  select trim(trailing E'\\n' from pg_get_functiondef(p.oid)) || ';'
    || coalesce(E'\\ncomment on function ' || p.oid::regprocedure || ' is ' || quote_literal(obj_description(p.oid, 'pg_proc')) || ';', '')
    || coalesce((
      select string_agg(E'\\ngrant execute on function ' || p.oid::regprocedure || ' to '
        || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ';', '' order by g.grantee)
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee <> p.proowner), '') as part
  from pg_proc p where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by p.oid::regprocedure::text`
