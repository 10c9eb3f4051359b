import * as z from 'zod'
import { id } from './fields.api.ts'
import { InvalidRequest } from './problems.ts'

/** A page of rows, read with one row more than the limit: that row shows that there is a next page. */
export function pageOf<Row, Line>(
  rows: Row[],
  limit: number,
  key: (row: Row) => (string | number | boolean | null)[],
  line: (row: Row) => Line,
): { data: Line[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    data: kept.map(line),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(key(last)) : null,
  }
}

export function writeCursor(key: (string | number | boolean | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** What a list sorts by. A cursor comes from outside: what the database could not read is told as one that is not ours. */
const PARTS = {
  text: z.string().refine((text) => !text.includes('\0')),
  flag: z.boolean(),
  id,
  day: z.iso.date(),
  time: z.iso.datetime(),
  number: z.string().regex(/^\d{1,9}$/),
}
type Part = keyof typeof PARTS

/** The sort key after which the page begins, checked against what the list sorts by. Null for the first page. */
export function readCursor<Key extends Part[]>(
  cursor: string | undefined,
  ...parts: Key
): { [I in keyof Key]: z.output<(typeof PARTS)[Key[I]]> } | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(key) &&
      key.length === parts.length &&
      parts.every((part, at) => PARTS[part].safeParse(key[at]).success)
    )
      return key as never
  } catch {
    // Not ours: refused below.
  }
  throw new InvalidRequest([
    { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
  ])
}
