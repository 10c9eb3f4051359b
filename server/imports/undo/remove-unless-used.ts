import { sql } from 'kysely'
import pg from 'pg'
import type { InTransaction, Reading } from '../../scope/scope.ts'

const FOREIGN_KEY_VIOLATION = '23503'

/** What refers to it, by the table that does. */
const USED_BY: Record<string, string> = {
  contacts: 'it still has contacts',
  invoices: 'there are invoices',
  payments: 'there are payments',
  payment_allocations: 'there are payments',
  receipts: 'there is a receipt',
  deliveries: 'e-mail was sent',
  portal_access: 'portal access was given',
  statements: 'there are statements',
  invoice_views: 'it was opened in the portal',
  reminder_sendings: 'there were reminders',
  customers: 'it is the parent of other customers',
}

/**
 * Removes what nothing refers to; of the others, says what does. Foreign keys know: where many are removed at once and one of
 * them is used, each half is tried by itself.
 */
export async function removeUnlessUsed(
  tx: InTransaction<Reading>,
  ids: string[],
  remove: (ids: string[]) => Promise<string[]>,
): Promise<{ removed: Set<string>; used: Map<string, string> }> {
  const removed = new Set<string>()
  const used = new Map<string, string>()
  const tryAll = async (some: string[]): Promise<void> => {
    if (some.length === 0) return
    await sql`savepoint removing`.execute(tx.db)
    try {
      const gone = await remove(some)
      await sql`release savepoint removing`.execute(tx.db)
      for (const id of gone) removed.add(id)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== FOREIGN_KEY_VIOLATION) throw error
      await sql`rollback to savepoint removing`.execute(tx.db)
      if (some.length === 1) return void used.set(some[0]!, USED_BY[error.table ?? ''] ?? 'it is in use')
      const half = some.length / 2
      await tryAll(some.slice(0, half))
      await tryAll(some.slice(half))
    }
  }
  await tryAll(ids)
  return { removed, used }
}
