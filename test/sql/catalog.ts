import type pg from 'pg'
import type { Fact, Passed } from './fact.ts'

/** What PostgreSQL knows of the columns, functions and operators that a statement names, by their numbers. */
export interface Catalog {
  columns: Map<string, Column>
  functions: Map<number, { name: string; own: boolean; strict: boolean }>
  operators: Map<number, string>
  types: Map<number, { name: string; element: number }>
  /** What Portico's own functions in SQL return for what they are given: see `own-functions.ts`. */
  returned: Map<number, (given: Passed[]) => Fact[]>
}

export interface Column {
  table: string
  name: string
  type: number
  nullable: boolean
  /** The texts that a check constraint allows. */
  values: string[] | null
  rules: NullRule[]
  /** The numbers of columns that are null where it is, and only there. */
  together: number[]
}

/** A check such as `(state = 'draft') = (number is null)`: when a column is null is told by another. */
export interface NullRule {
  /** The number of the other column, and what it can be. */
  place: number
  values: string[]
  nullWhen: string[]
}

export async function readCatalog(client: pg.Client): Promise<Catalog> {
  const columns = await client.query<Column & { relation: number; place: number; allowed: string | null }>(`
    select c.oid::int as relation, a.attnum as place, c.relname as table, a.attname as name, a.atttypid::int as type,
      not a.attnotnull as nullable,
      (select min(pg_get_constraintdef(k.oid)) from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) ~ '^CHECK \\(\\(\\w+ = (ANY|''|\\()') as allowed
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v')`)
  const checks = await client.query<Check>(
    `select conrelid::int as relation, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c'`,
  )
  const functions = await client.query<{ id: number; name: string; own: boolean; strict: boolean }>(`
    select oid::int as id, proname as name, proisstrict as strict, pronamespace = 'public'::regnamespace as own from pg_proc`)
  const operators = await client.query<{ id: number; name: string }>(
    'select oid::int as id, oprname as name from pg_operator',
  )
  const types = await client.query<{ id: number; name: string; element: number }>(
    `select oid::int as id, typname as name, case typcategory when 'A' then typelem::int else 0 end as element from pg_type`,
  )
  return {
    columns: withRules(
      new Map(
        columns.rows.map(({ relation, place, allowed, ...column }) => [
          `${relation}.${place}`,
          { ...column, values: allowed === null ? null : valuesOf(allowed), rules: [], together: [] },
        ]),
      ),
      checks.rows,
    ),
    functions: new Map(functions.rows.map(({ id, ...found }) => [id, found])),
    operators: new Map(operators.rows.map(({ id, name }) => [id, name])),
    returned: new Map(),
    types: new Map(types.rows.map(({ id, name, element }) => [id, { name, element }])),
  }
}

interface Check {
  relation: number
  definition: string
}

function withRules(columns: Map<string, Column>, checks: Check[]): Map<string, Column> {
  for (const { relation, definition } of checks) {
    const places = [...columns].filter(([key]) => key.startsWith(`${relation}.`))
    const placeOf = (name: string) =>
      Number(places.find(([, column]) => column.name === name)![0].split('.')[1])
    const columnOf = (name: string) => columns.get(`${relation}.${placeOf(name)}`)!
    const rules = definition
      .replace(/^CHECK \(|\)$/g, '')
      .split(' AND ')
      .flatMap(readRule)
    for (const { telling, value, told, nullThen } of rules) {
      const values = columnOf(telling).values ?? ['true', 'false']
      const nullWhen = values.filter((one) => (one === value) === nullThen)
      columnOf(told).rules.push({ place: placeOf(telling), values, nullWhen })
      for (const other of rules)
        if (other.telling === telling && other.value === value && other.nullThen === nullThen)
          columnOf(told).together.push(placeOf(other.told))
    }
  }
  return columns
}

/** As PostgreSQL writes it: `((state = 'draft'::text) = (number IS NULL))`, `((since IS NULL) = (NOT switched_on))`. */
function readRule(condition: string): { telling: string; value: string; told: string; nullThen: boolean }[] {
  const byValue = /\((\w+) = '(\w+)'::text\) = \((\w+) IS (NOT )?NULL\)/.exec(condition)
  if (byValue) return [{ telling: byValue[1]!, value: byValue[2]!, told: byValue[3]!, nullThen: !byValue[4] }]
  const byTruth = /\((\w+) IS (NOT )?NULL\) = \(NOT (\w+)\)/.exec(condition)
  return byTruth ? [{ telling: byTruth[3]!, value: 'false', told: byTruth[1]!, nullThen: !byTruth[2] }] : []
}

/** Of `CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text])))`: draft, sent. */
function valuesOf(definition: string): string[] {
  return [...definition.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, value]) => value!.replaceAll("''", "'"))
}
