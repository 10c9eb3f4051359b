const MOST = 500
const LONGEST = 40

/** Files repeat themselves: the city that stands in every other row is read once. What is long is hardly seen twice. */
export function remembered<T extends object>(read: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>()
  return (cell) => {
    if (cell.length > LONGEST) return read(cell)
    const before = known.get(cell)
    if (before) return before
    const now = read(cell)
    if (known.size === MOST) known.clear()
    known.set(cell, now)
    return now
  }
}
