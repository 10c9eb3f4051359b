import type pg from 'pg'

/** The tables that the application may read, as TypeScript sees them by way of `database.ts`. */
export async function writeTables(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(COLUMNS)
  const tables = [...new Set(rows.map(({ table }) => table))].map((table) => {
    const columns = rows.filter((column) => column.table === table)
    return `  ${table}: {\n${columns.map((column) => `    ${column.name}: ${typeOf(column)}\n`).join('')}  }\n`
  })
  return `${HEAD}\nexport interface Tables {\n${tables.join('')}}\n`
}

const HEAD = `// Made from the migrated database by \`npm run schema\`: change the migrations.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as \`2026-11-22T17:00:00.000Z\`; written as that or as a Date. */
export type Time = ColumnType<string, string | Date, string | Date>
type MaybeTime = ColumnType<string | null, string | Date | null | undefined, string | Date | null>
/** Written as the text of it: a list would become an array of PostgreSQL. */
type Json = ColumnType<object, string, string>
type DefaultJson = ColumnType<object, string | undefined, string>
type MaybeJson = ColumnType<object | null, string | null | undefined, string | null>
`

interface Column {
  table: string
  name: string
  type: string
  nullable: boolean
  default: boolean
  generated: boolean
  /** The check that lists the texts it may have. */
  check: string | null
}

const COLUMNS = `
  select c.relname as table, a.attname as name, t.typname as type, not a.attnotnull as nullable, a.atthasdef as default,
    a.attgenerated <> '' as generated,
    (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
      and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[''%' limit 1) as check
  from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    and has_table_privilege('portico_app', c.oid, 'select')
  order by c.relname, a.attnum`

/** As the driver reads them. A numeric is exact, such as "19.0000". */
const READ_AS: Record<string, string> = {
  ...{ bool: 'boolean', int4: 'number', int8: 'number', numeric: 'string' },
  ...{ uuid: 'string', text: 'string', date: 'string', bytea: 'Buffer' },
}

function typeOf({ name, type, nullable, default: hasDefault, generated, check }: Column): string {
  if (type === 'timestamptz') return nullable ? 'MaybeTime' : 'Time'
  if (type === 'jsonb') return nullable ? 'MaybeJson' : hasDefault ? 'DefaultJson' : 'Json'
  const read = check ? valuesOf(check) : type.startsWith('_') ? `${listed(type)}[]` : READ_AS[type]
  if (!read) throw new Error(`${name}: it is not known as what the driver reads ${type}`)
  const whole = nullable ? `${read} | null` : read
  return generated ? `GeneratedAlways<${whole}>` : hasDefault ? `Generated<${whole}>` : whole
}

/** PostgreSQL cannot say that a list holds no nulls, but these are lists of texts by what writes them. */
const listed = (type: string) => READ_AS[type.slice(1)]

/** Of `CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text])))`: the union of the two. */
const valuesOf = (check: string) =>
  [...check.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, value]) => `'${value!}'`).join(' | ')
