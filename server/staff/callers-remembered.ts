import type { Database } from '../database/database.ts'

/** How long a caller is trusted without another look-up, while no change was reported. */
const REMEMBERED_SECONDS_MOST = 5
const REMEMBERED_MOST = 1000

interface Found<Caller> {
  caller: Caller
  /** The number before the look-up: a change that came after it, or in between, counts. */
  changes: number | null
  from: Date
  /** When what they came with ends in any case, in milliseconds. */
  endsAt: number
}

/** Who comes with which secret, for a moment (docs/decisions/0011). */
export function callersRemembered<Caller>() {
  const remembered = new WeakMap<Database, Map<string, Found<Caller>>>()
  return {
    recall(database: Database, secret: string, now: Date): Caller | null {
      const found = remembered.get(database)?.get(secret)
      if (!found || found.changes === null || found.changes !== database.staffChanges()) return null
      // A clock that was set back says nothing about how much time has passed.
      const passed = now.getTime() - found.from.getTime()
      const isTrusted = passed >= 0 && passed < REMEMBERED_SECONDS_MOST * 1000
      return isTrusted && now.getTime() < found.endsAt ? found.caller : null
    },
    remember(database: Database, secret: string, found: Found<Caller>) {
      const all = remembered.get(database) ?? new Map<string, Found<Caller>>()
      remembered.set(database, all)
      all.delete(secret)
      if (all.size >= REMEMBERED_MOST) all.delete(all.keys().next().value!)
      all.set(secret, found)
    },
  }
}
