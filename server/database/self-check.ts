import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'

const OLDEST_POSTGRES = 150_000

interface Findings {
  role: string
  version: number
  bypasses: boolean
  creates: boolean
  tables: number
  owned: string[]
  open: string[]
  leaking: string[]
}

/**
 * Refuses to run if row-level security would not apply to the application's own connection (R21): a forgotten
 * condition in a statement would then show one organization's rows to another.
 */
export async function checkTenancy(appUrl: string): Promise<void> {
  const found = await look(appUrl)
  const refuse = (sentence: string) => {
    throw new CannotStart(`${sentence} Portico does not run without row-level security.`)
  }
  if (found.version < OLDEST_POSTGRES) throw new CannotStart('The database is older than PostgreSQL 15.')
  if (found.bypasses) refuse(`The role ${found.role} is a superuser or has BYPASSRLS.`)
  if (found.creates)
    refuse(
      `The role ${found.role} may create objects in the database or in its schema public (revoke create ... from public).`,
    )
  if (!found.tables)
    throw new CannotStart(
      "The application's connection sees no tables: it reaches another database than DATABASE_URL.",
    )
  if (found.owned.length) refuse(`The role ${found.role} owns ${names(found.owned)}.`)
  if (found.open.length) refuse(`Row-level security is not enabled and forced on ${names(found.open)}.`)
  if (found.leaking.length) refuse(`The view ${names(found.leaking)} reads with its owner's rights.`)
}

async function look(appUrl: string): Promise<Findings> {
  const client = new pg.Client({ connectionString: appUrl })
  client.on('error', () => {})
  await client.connect().catch((error: Error) => {
    const advice = /startup parameter/.test(error.message)
      ? ' A pooler does not pass on which role to take: set DATABASE_APP_URL to a login of its own.'
      : ''
    throw new CannotStart(`The database does not let the application in: ${error.message}.${advice}`)
  })
  try {
    const { rows } = await client.query<Findings>(`
      with relations as (
        select c.relname::text as name, c.relkind as kind, c.relrowsecurity and c.relforcerowsecurity as forced,
               pg_has_role(current_user, c.relowner, 'member') as owned,
               coalesce(c.reloptions::text[] && '{security_invoker=true,security_invoker=on,security_invoker=1}', false) as invoker
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
           and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
      )
      select current_user::text as role,
             current_setting('server_version_num')::integer as version,
             (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
             has_schema_privilege('public', 'create') or has_database_privilege(current_database(), 'create') as creates,
             (select count(*)::integer from relations) as tables,
             array(select name from relations where owned order by name) as owned,
             array(select name from relations where kind in ('r', 'p', 'f') and not forced order by name) as open,
             array(select name from relations where kind = 'm' or kind = 'v' and not invoker order by name) as leaking`)
    return rows[0]!
  } finally {
    await client.end()
  }
}

function names(list: string[]): string {
  return list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ')
}
