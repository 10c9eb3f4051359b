import { sql, type RawBuilder } from 'kysely'
import type * as z from 'zod'
import type { Tables } from '../database/tables.ts'
import type { Field } from './field.ts'

/** A declared field; or a key, of which nothing more is said. */
type Stored<Column> = { column: Column; type: Field['type'] | 'uuid'; returned?: z.ZodType; searched?: true }
type Values<F> = {
  [Name in keyof F]?: F[Name] extends { returned: z.ZodType } ? z.output<F[Name]['returned']> : unknown
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
  const value = (given: Values<F>, name: string) => asStored(given[name])
  return {
    /** `c.job_title as "jobTitle", …` of the table that is called `c` in the statement. */
    of: (alias: string) => list((name, { column }) => `${alias}.${column} as "${name}"`),
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
    /** The values in the order of `names`; what is not given is null. */
    values: (given: Values<F>) => sql.join(all.map(([name]) => sql`${value(given, name) ?? null}`)),
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
    /** What is given, column by column, for statements that say something of each. */
    given: (given: Values<F>): { name: string; column: RawBuilder<unknown>; value: unknown }[] =>
      all
        .filter(([name]) => given[name] !== undefined)
        .map(([name, { column }]) => ({ name, column: sql.raw(column), value: value(given, name) })),
  }
}

type Written<Value> = Value extends object ? string : Value

const asStored = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value
