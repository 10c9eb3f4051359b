import { isExpression, sql, type RawBuilder } from 'kysely'
import type * as z from 'zod'
import type { Tables } from '../database/tables.ts'
import type { Field } from './field.ts'

/** A declared field; or a key, of which nothing more is said. */
type Stored<Column> = {
  column: Column
  type: Field['type'] | 'uuid' | 'timestamptz' | 'bytea'
  returned?: z.ZodType
  searched?: true
}
/** A column of which no more is said than what it holds. */
export const column = <Column extends string, Type extends Stored<Column>['type']>(
  column: Column,
  type: Type,
) => ({
  column,
  type,
})

type Values<F, Or = never> = {
  [Name in keyof F]?: (F[Name] extends { returned: z.ZodType } ? z.output<F[Name]['returned']> : unknown) | Or
}

/**
 * The columns of declared fields. In what they read, a column is called as the field is: `job_title as "jobTitle"`. The table
 * must have each of them.
 */
export function columnsOf<
  Table extends keyof Tables,
  F extends Record<string, Stored<keyof Tables[Table] & string>>,
>(_table: Table, fields: F) {
  const all: [name: string, field: Stored<string>][] = Object.entries(fields)
  const list = (piece: (name: string, field: Stored<string>) => string, of = all) =>
    sql.raw(of.map(([name, field]) => piece(name, field)).join(', '))
  const value = (given: Values<F, RawBuilder<unknown>>, name: string) => asStored(given[name])
  return {
    /** `c.job_title as "jobTitle", …` of the table that is called `c` in the statement: all, or those of `names`. */
    of: (alias: string, names?: readonly (keyof F & string)[]) =>
      list(
        (name, { column }) => `${alias}.${column} as "${name}"`,
        names ? all.filter(([name]) => names.includes(name)) : all,
      ),
    /** `'jobTitle', c.job_title, …` within json_build_object or jsonb_build_object. */
    inJson: (alias: string) => list((name, { column }) => `'${name}', ${alias}.${column}`),
    /** `c.job_title, …`: those that a search looks into. */
    searched: (alias: string) =>
      list(
        (_name, { column }) => `${alias}.${column}`,
        all.filter(([, { searched }]) => searched),
      ),
    /** `job_title, …` */
    names: list((_name, { column }) => column),
    /** The values, or expressions, in the order of `names`; what is not given is null. */
    values: (given: Values<F, RawBuilder<unknown>>) =>
      sql.join(all.map(([name]) => sql`${value(given, name) ?? null}`)),
    /** `"jobTitle", …` of rows that come as JSON. */
    fromJson: (alias: string) => list((name) => `${alias}."${name}"`),
    /** `"jobTitle" text, …`: what json_to_recordset reads. */
    typed: list((name, { type }) => `"${name}" ${type}`),
    /** The columns of what is given, for the query builder. */
    set: (given: Values<F>) =>
      Object.fromEntries(
        all
          .filter(([name]) => given[name] !== undefined)
          .map(([name, { column }]) => [column, value(given, name)]),
      ) as { [Name in keyof F as F[Name]['column']]?: Written<Values<F>[Name]> },
    /**
     * What is given, as an update that is made only where something differs. `before` and `after` are what the statement
     * calls the row before and after it. Null if nothing is given.
     */
    changing(given: Values<F>, before: string, after: string) {
      const some = all.filter(([name]) => given[name] !== undefined)
      if (some.length === 0) return null
      const each = (piece: (name: string, column: string) => RawBuilder<unknown>, between: string) =>
        sql.join(
          some.map(([name, { column }]) => piece(name, column)),
          sql.raw(between),
        )
      return {
        set: each((name, column) => sql`${sql.raw(column)} = ${value(given, name)}`, ', '),
        differs: each(
          (name, column) => sql`${sql.raw(`${before}.${column}`)} is distinct from ${value(given, name)}`,
          ' or ',
        ),
        /** For the journal: `{"jobTitle": {"old": …, "new": …}}` of those that differ. */
        changes: each((name, column) => {
          const [old, now] = [sql.raw(`${before}.${column}`), sql.raw(`${after}.${column}`)]
          return sql`case when ${old} is distinct from ${now} then
            jsonb_build_object(${sql.lit(name)}, jsonb_build_object('old', ${old}, 'new', ${now})) else '{}' end`
        }, ' || '),
      }
    },
  }
}

type Written<Value> = Value extends object ? string : Value

const asStored = (value: unknown) =>
  typeof value === 'object' && value !== null && !isExpression(value) ? JSON.stringify(value) : value

/** Rows as a table expression: one parameter for any number of rows and columns. */
export const tableOf = (rows: object[], typed: unknown) =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as r (${typed})`
