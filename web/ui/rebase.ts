type Values = Record<string, unknown>

/** What a record looks like when somebody else changed it while you were editing. */
export interface Rebased<V> {
  /** Your own changes, and for the rest what is stored by now. */
  values: V
  /** The paths of what both changed, and differently: yours stays in the form, theirs has to be shown. */
  contested: string[]
}

/** Field by field, within groups such as an address, too; a field named in `whole` is one thing although it has parts. */
export function rebase<V extends object>(read: V, mine: V, stored: V, whole: string[] = []): Rebased<V> {
  const contested: string[] = []
  const merge = (before: Values, own: Values, now: Values, path: string): Values => {
    const fields = [...new Set([...Object.keys(now), ...Object.keys(own)])]
    return Object.fromEntries(
      fields.map((field) => {
        const [was, wanted, is] = [before[field], own[field], now[field]]
        const here = path + field
        if (!whole.includes(here) && isGroup(was) && isGroup(wanted) && isGroup(is))
          return [field, merge(was, wanted, is, `${here}.`)]
        if (isSame(wanted, was)) return [field, is]
        if (!isSame(is, was) && !isSame(is, wanted)) contested.push(here)
        return [field, wanted]
      }),
    )
  }
  const values = merge(read as Values, mine as Values, stored as Values, '') as V
  return { values, contested }
}

/** Both with these paths exchanged. */
export function exchanged<V extends object>(one: V, other: V, paths: string[]): [V, V] {
  return [withPaths(one, other, paths), withPaths(other, one, paths)]
}

function withPaths<V extends object>(values: V, from: V, paths: string[]): V {
  const result = structuredClone(values)
  for (const path of paths) {
    const fields = path.split('.')
    const last = fields.pop()!
    const groupIn = (whole: V) => fields.reduce((group, field) => group[field] as Values, whole as Values)
    groupIn(result)[last] = groupIn(from)[last]
  }
  return result
}

const isGroup = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
