import type pg from 'pg'

/** Any number will do, as long as all versions of Portico use the same: "portico" in ASCII. */
const ADVISORY_LOCK = '31647734761612143'

/**
 * A change by the owner of the tables. Of several servers that start at once one makes it, and the others wait here. The
 * lock is the transaction's: one of the connection would stay with a pooler, and the next start would wait forever.
 */
export async function oneAtATime<T>(client: pg.Client, change: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query(
      `set local client_min_messages = warning; select pg_advisory_xact_lock(${ADVISORY_LOCK})`,
    )
    const result = await change()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
