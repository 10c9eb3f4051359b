import type pg from 'pg'
import type { Catalog } from './catalog.ts'
import { inferColumns } from './infer.ts'
import type { Fact, Passed } from './fact.ts'
import { lastStatement, type TreeNode } from './parse-tree.ts'

/** What PostgreSQL says of a statement. */
export interface Described {
  parameters: number[]
  columns: (Fact & { name: string })[]
}

/** PostgreSQL does not take the statement: a column was renamed, say. */
export class Refused extends Error {}

/** What PostgreSQL says of a prepared statement, which is what its drivers ask it for: no nulls, but all else. */
interface Prepared {
  parameters: string[]
  types: string[]
  result: string[] | null
}

/** Reads how PostgreSQL understood a statement, by way of `pg_prepared_statements`. */
export async function prepare(client: pg.Client, text: string): Promise<Prepared> {
  const ask = `
    select parameter_types::oid[]::text[] as parameters, parameter_types::text[] as types, result_types::oid[]::text[] as result
    from pg_prepared_statements where name = 'checked'`
  const { rows } = await resultOf<Prepared>(
    client,
    `prepare checked as ${text}; ${ask}; deallocate checked`,
    1,
  )
  return rows[0]!
}

/** The same with the tree that its analysis made of it, in which the nulls are to be found. */
export async function describe(
  client: pg.Client,
  catalog: Catalog,
  text: string,
  passed: Passed[],
): Promise<Described> {
  const { parameters, types, result } = await prepare(client, text)
  if (!result) return { parameters: parameters.map(Number), columns: [] }
  const columns = inferColumns(await analyse(client, text, types), { catalog, parameters: passed })
  return {
    parameters: parameters.map(Number),
    // What a prepared statement is said to return is certain, where the tree leaves it open.
    columns: columns.map((column, at) => ({ ...column, type: Number(result[at]) })),
  }
}

/** The body of a function is kept in the catalog as the tree of its statement. */
async function analyse(client: pg.Client, text: string, types: string[]): Promise<TreeNode> {
  const make = `create function pg_temp.checked(${types.join()}) returns setof record language sql begin atomic ${text}; end`
  const ask = `select prosqlbody::text as body from pg_proc where proname = 'checked' and pronamespace = pg_my_temp_schema()`
  const drop = `drop function pg_temp.checked(${types.join()})`
  const { rows } = await resultOf<{ body: string }>(client, `${make}; ${ask}; ${drop}`, 1)
  return lastStatement(rows[0]!.body)
}

/** Sends several statements at once, and reads what one of them returned. */
async function resultOf<R extends pg.QueryResultRow>(
  client: pg.Client,
  statements: string,
  at: number,
): Promise<pg.QueryResult<R>> {
  try {
    const results = (await client.query(statements)) as unknown as pg.QueryResult<R>[]
    return results[at]!
  } catch (error) {
    throw new Refused(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
