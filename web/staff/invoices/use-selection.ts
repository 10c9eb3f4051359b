import { useRef, useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  toggle: (id: string, isRange: boolean) => void
}

/** Which rows are chosen: one by one, or with Shift all from the last one. Another filter clears the selection. */
export function useSelection(rowIds: readonly string[], filter: string) {
  const [chosen, setChosen] = useState<{ filter: string; ids: ReadonlySet<string> }>({
    filter,
    ids: new Set(),
  })
  const last = useRef<string | null>(null)
  const ids = chosen.filter === filter ? chosen.ids : new Set<string>()
  const choose = (wanted: Iterable<string>) => setChosen({ filter, ids: new Set(wanted) })
  const toggle = (id: string, isRange: boolean) => {
    const next = new Set(ids)
    const isOn = !ids.has(id)
    for (const one of isRange ? between(rowIds, last.current, id) : [id]) {
      if (isOn) next.add(one)
      else next.delete(one)
    }
    last.current = id
    choose(next)
  }
  return { ids, toggle, choose }
}

/** Both ends and all rows between them. */
export function between(rowIds: readonly string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : rowIds.indexOf(from), rowIds.indexOf(to)]
  if (a < 0 || b < 0) return [to]
  return rowIds.slice(Math.min(a, b), Math.max(a, b) + 1)
}
