import { sql } from 'kysely'
import type { Db } from '../database/database.ts'

const MANY_OPEN = 20_000
const REMEMBERED_MS = 60_000

/**
 * Where very many invoices are open, counting them takes longer than one likes to wait: what was counted is then remembered
 * for a minute and says of when it is, and is counted once however many wait for it. Everybody else sees the present.
 */
export function rememberLarge<Reply>(manyOpen = MANY_OPEN) {
  const known = new Map<string, { counted: Promise<Reply>; at: number }>()
  return async (db: Db, organizationId: string, now: Date, count: () => Promise<Reply>): Promise<Reply> => {
    for (const [key, { at }] of known) if (!isFresh(at, now.getTime())) known.delete(key)
    const before = known.get(organizationId)
    if (before) return before.counted
    if (!(await hasManyOpen(db, organizationId, manyOpen))) return count()
    const present = known.get(organizationId)
    if (present) return present.counted
    const counted = count()
    known.set(organizationId, { counted, at: now.getTime() })
    counted.catch(() => known.delete(organizationId))
    return counted
  }
}

const isFresh = (at: number, now: number) => now >= at && now - at < REMEMBERED_MS

async function hasManyOpen(db: Db, organizationId: string, many: number): Promise<boolean> {
  const { rows } = await sql<{ many: boolean }>`
    select count(*) > ${many} as many from (
      select from invoices
      where organization_id = ${organizationId} and state = 'sent' and paid_minor < total_minor
      limit ${many + 1}) open`.execute(db)
  return rows[0]!.many
}
