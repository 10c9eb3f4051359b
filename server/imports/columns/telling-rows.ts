/**
 * The rows that show most of what is in the columns, by their places: those with values that the rows before them lack, for as
 * many columns as possible. The first rows of an export are often the emptiest.
 */
export function tellingRows(rows: string[][], most: number): number[] {
  const seen: Set<string>[] = []
  const chosen: number[] = []
  const news = (cells: string[]) =>
    cells.reduce((sum, cell, at) => {
      const value = cell.trim()
      if (value === '' || seen[at]?.has(value)) return sum
      return sum + (seen[at] ? 1 : FIRST_OF_ITS_COLUMN)
    }, 0)
  while (chosen.length < Math.min(most, rows.length)) {
    let best = { at: -1, shows: -1 }
    for (const [at, cells] of rows.entries()) {
      const shows = news(cells)
      if (shows > best.shows && !chosen.includes(at)) best = { at, shows }
    }
    chosen.push(best.at)
    for (const [at, cell] of rows[best.at]!.entries())
      if (cell.trim() !== '') (seen[at] ??= new Set()).add(cell.trim())
  }
  return chosen.toSorted((a, b) => a - b)
}
const FIRST_OF_ITS_COLUMN = 100
