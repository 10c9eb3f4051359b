/** What a record looks like when somebody else changed it while one was editing. */
export interface Rebased<Values> {
  /** One's own changes, and for the rest what is stored by now. */
  values: Values
  /** What both changed, and differently: one's own stays in the form, the other's must be told. */
  contested: (keyof Values)[]
}

export function rebase<Values extends Record<string, string>>(
  read: Values,
  mine: Values,
  stored: Values,
): Rebased<Values> {
  const values = { ...stored }
  const contested: (keyof Values)[] = []
  for (const field of Object.keys(stored) as (keyof Values)[]) {
    if (mine[field] === read[field]) continue
    values[field] = mine[field]
    if (stored[field] !== read[field] && stored[field] !== mine[field]) contested.push(field)
  }
  return { values, contested }
}
