/** What was read so far of a list that begins with its newest row. */
interface Read<Row> {
  rows: Row[]
  /** There is nothing before what was read. */
  isWhole: boolean
  at: (row: Row) => string
}

type Merged<First, Second> = { of: 'first'; row: First } | { of: 'second'; row: Second }

/**
 * Two lists as one, the newest first. Of the same moment, the first list's row stands below the second's, which it caused.
 * Only as far back as both were read: unread rows of one could belong in between.
 */
export function merged<First, Second>(first: Read<First>, second: Read<Second>): Merged<First, Second>[] {
  const readTo = Math.max(oldestOf(first), oldestOf(second))
  const all = [
    ...second.rows.map((row) => ({ of: 'second' as const, row, at: Date.parse(second.at(row)) })),
    ...first.rows.map((row) => ({ of: 'first' as const, row, at: Date.parse(first.at(row)) })),
  ]
  return all.filter(({ at }) => at >= readTo).toSorted((one, other) => other.at - one.at)
}

const oldestOf = <Row>({ rows, isWhole, at }: Read<Row>) =>
  isWhole || rows.length === 0 ? -Infinity : Date.parse(at(rows.at(-1)!))
