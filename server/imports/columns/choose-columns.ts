import type { AnyField } from '../imports.api.ts'
import { fit, saysAnotherThing, valuesOf } from './values.ts'
import { bare, type Headings, type Meaning } from './headings.ts'

/** A column of a file, and what it could be. */
export interface Candidate<Field> {
  heading: string
  /** Of the sampled rows, without blank ones. */
  values: string[]
  field: Field | null
  /** How many of the values can stand in the field. */
  count: number
  /** What comes first of several for one field: what its maker says, what people call it best, a number before an id. */
  rank: number
  /** Whether its heading says what it is, even if that is nothing that Portico keeps. */
  isKnown: boolean
}

/** Where a heading has several meanings, the first that its values fit. Null: else it is left out. */
export type Ambiguous<Field> = Map<string, readonly (Field | null)[]>

/**
 * What each column could be: by its heading, as the maker of the file uses it, or else as the others do, the first of them first;
 * and by its values.
 */
export function candidates<Field extends AnyField>(
  columns: string[],
  rows: string[][],
  maker: Headings<Field> | undefined,
  others: Headings<Field>[],
  ambiguous: Ambiguous<Field>,
): Candidate<Field>[] {
  const sources = [maker ?? new Map<string, Meaning<Field>>(), ...others]
  return columns.map((column, at) => {
    const heading = bare(column)
    const values = valuesOf(rows, at)
    const source = sources.findIndex((headings) => headings.has(heading))
    const meaning = sources[source]?.get(heading)
    const likely = (source === 0 ? undefined : ambiguous.get(heading)) ?? (meaning ? [meaning.field] : [])
    const field =
      likely.find((one) => one === null || fit(values, one).fits) ?? unlessMisread(likely[0], values)
    return {
      heading,
      values,
      field,
      count: field === null ? 0 : fit(values, field).count,
      rank:
        source * NEXT_SOURCE +
        (heading.endsWith('id') ? AN_ID : 0) +
        (meaning?.field === field ? meaning.rank : BY_VALUES),
      isKnown: likely.length > 0,
    }
  })
}

const NEXT_SOURCE = 10_000
/** Programs count by ids; people by numbers, which they write on what they send. */
const AN_ID = 1000
const BY_VALUES = 500

/**
 * A value of the wrong kind, such as a broken e-mail address, is told row by row. But a column that only says yes and no, or how
 * to address somebody, is another thing of the same name, such as whether there is an address.
 */
function unlessMisread<Field extends AnyField>(
  field: Field | null | undefined,
  values: string[],
): Field | null {
  if (field === null || field === undefined) return null
  if (fit(values, field).count > 0) return field
  return NEEDS_ONE.has(field) || values.every(saysAnotherThing) ? null : field
}
/** Without a single right value these are another status, the name of a tax, or the like. */
const NEEDS_ONE = new Set<AnyField>(['active', 'inactive', 'taxRate', 'paidOn'])

/** Of the columns for a field, the one that is best filled by what its maker or its heading says. The others go on to what may be next. */
export function choose<Field extends AnyField>(
  all: Candidate<Field>[],
  next: Partial<Record<Field, Field[]>> = {},
): (Field | null)[] {
  const chosen: (Field | null)[] = all.map(() => null)
  const isTaken = (field: Field) => chosen.includes(field)
  const best = [...all.keys()]
    .filter((at) => all[at]!.field !== null)
    .toSorted((a, b) => better(all[a]!, all[b]!) || a - b)
  for (const at of best) if (!isTaken(all[at]!.field!)) chosen[at] = all[at]!.field
  for (const at of best) {
    const { count, values } = all[at]!
    if (chosen[at] !== null || (count === 0 && values.length > 0)) continue
    const free = next[all[at]!.field!]?.find((field) => !isTaken(field))
    if (free !== undefined) chosen[at] = free
  }
  return chosen
}

const tier = ({ rank }: Candidate<AnyField>) => Math.floor(rank / AN_ID)
const isEmpty = ({ count }: Candidate<AnyField>) => Number(count === 0)

const better = (a: Candidate<AnyField>, b: Candidate<AnyField>) =>
  isEmpty(a) - isEmpty(b) || tier(a) - tier(b) || b.count - a.count || a.rank - b.rank
