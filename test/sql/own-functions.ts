import type pg from 'pg'
import type { Catalog } from './catalog.ts'
import { givesOneRow, inferColumns } from './infer.ts'
import { lastStatement } from './parse-tree.ts'

interface OwnFunction {
  id: number
  name: string
  definition: string
  body: string | null
  source: string
  returnsSet: boolean
}

/** Works out what Portico's own functions in SQL return, from their bodies. */
export async function readOwnFunctions(client: pg.Client, catalog: Catalog): Promise<void> {
  const { rows } = await client.query<OwnFunction>(`
    select p.oid::int as id, proname as name, pg_get_functiondef(p.oid) as definition, prosqlbody::text as body,
      prosrc as source, proretset as "returnsSet"
    from pg_proc p join pg_language l on l.oid = p.prolang
    where pronamespace = 'public'::regnamespace and lanname = 'sql' and prorettype <> 'void'::regtype order by p.oid`)
  for (const own of rows) {
    const query = lastStatement(own.body ?? (await analysed(client, own)))
    // One that finds no row returns null, unless it returns a set.
    const sure = own.returnsSet || givesOneRow(query)
    catalog.returned.set(own.id, (parameters) =>
      inferColumns(query, { catalog, parameters }).map((fact) => (sure ? fact : { ...fact, nullable: true })),
    )
  }
}

/** The tree of a body that is kept as text: PostgreSQL makes it of the same function in its newer form. */
async function analysed(client: pg.Client, { name, definition, source }: OwnFunction): Promise<string> {
  const form = definition
    .replace(`public.${name}(`, `pg_temp.${name}(`)
    .replace(/\nAS (\$\w*\$)[^]*\1\n?$/, () => `\nbegin atomic ${source.trim().replace(/;$/, '')}; end`)
  await client.query(form)
  const { rows } = await client.query<{ body: string }>(
    'select prosqlbody::text as body from pg_proc where proname = $1 and pronamespace = pg_my_temp_schema()',
    [name],
  )
  return rows[0]!.body
}
