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

/** The sort key after which the page begins, checked against what the list sorts by. Null for the first page. */
export function readCursor<Key extends ('string' | 'boolean')[]>(
  cursor: string | undefined,
  ...types: Key
): { [I in keyof Key]: Key[I] extends 'string' ? string : boolean } | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(key) &&
      key.length === types.length &&
      key.every((part, at) => typeof part === types[at] && !String(part).includes('\0'))
    )
      return key as never
  } catch {
    // Not ours: refused below.
  }
  throw new InvalidRequest([
    { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
  ])
}
