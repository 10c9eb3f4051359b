import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import type { Within } from '../scope/scope.ts'

/**
 * The right to go on with long work that staff asked for: one process holds it at a time, for a while, and renews it with
 * every piece. It is kept in the row of the work itself, in `lease_id` and `leased_until`; when a process dies it runs out.
 * The clock of the database says when that is: a process whose own clock is ahead would take what another works on.
 */
export interface Lease {
  id: string
  organizationId: string
  /** Of the row, such as an import. */
  workId: string
}

export const newLease = ({ organizationId }: Within, workId: string): Lease => ({
  id: newId(),
  organizationId,
  workId,
})

/** What an `update` sets to take the lease, where `isFree` or the work has not begun. */
export const taken = ({ id }: Lease) => sql`lease_id = ${id}, ${RENEWED}`
export const RENEWED = sql`leased_until = clock_timestamp() + interval '30 seconds'`
/** Left to the process that goes on. */
export const GIVEN_UP = sql`leased_until = null`
/** The work is done, or begins again. */
export const ENDED = sql`lease_id = null, leased_until = null`

export const isFree = sql`(leased_until is null or leased_until <= now())`
export const isOurs = ({ organizationId, workId, id }: Lease) =>
  sql`organization_id = ${organizationId} and id = ${workId} and lease_id = ${id}`

/** For an `update … where ${isOurs(lease)}`, in the transaction of a piece: what it did counts only while the lease is ours. */
export async function unlessLost(update: Promise<{ numAffectedRows?: bigint }>): Promise<void> {
  if (!(await update).numAffectedRows) throw new LeaseLost()
}

/** Another process goes on with the work, or it was changed or deleted. */
export class LeaseLost extends Error {}
