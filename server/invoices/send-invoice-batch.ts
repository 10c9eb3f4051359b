import { sql } from 'kysely'
import { DatabaseAway } from '../database/database.ts'
import { AS_USUAL } from '../documents/for-this-once.ts'
import { NobodyReceives, whyNobody } from '../documents/nobody-receives.ts'
import { Problem, StaleVersion } from '../http/problems.ts'
import type { Actor } from '../scope/actor.ts'
import { atPresent, inOrganization, inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import {
  ENDED,
  GIVEN_UP,
  isFree,
  isOurs,
  LeaseLost,
  newLease,
  RENEWED,
  taken,
  unlessLost,
  type Lease,
} from '../work/lease.ts'
import { sendWithin } from './send-invoice.ts'

export interface Batch {
  organizationId: string
  batchId: string
}

/** The work on a batch while its lease is held, for the one who began it. */
interface Work extends Omit<Scope, 'now'> {
  lease: Lease
  sendAt: Date | null
}

/** Sends the invoices of a batch that have no outcome yet. Each is one transaction with the record of its outcome. */
export async function sendInvoiceBatch(services: Services, batch: Batch, signal: AbortSignal): Promise<void> {
  const work = await takeBatch(inOrganization(services, batch.organizationId), batch.batchId)
  if (!work) return
  const { db, lease } = work
  try {
    for (const item of await readWaiting(work)) {
      signal.throwIfAborted()
      await sendItem(work, item)
    }
    await sql`
      update invoice_batches set finished_at = ${services.clock()}, ${ENDED} where ${isOurs(lease)}`.execute(
      db,
    )
  } catch (error) {
    // Given back, so that it can be resumed at once. If the database is gone, the lease runs out by itself.
    await sql`update invoice_batches set ${GIVEN_UP} where ${isOurs(lease)}`.execute(db).catch(() => {})
    throw error
  }
}

interface Item {
  position: number
  invoiceId: string
  version: number
}

async function sendItem(work: Work, item: Item): Promise<void> {
  const scope = atPresent(work)
  try {
    await inTransaction(scope, async (tx) => {
      await renew(tx)
      if (!(await note(tx, item, 'sent', null))) return
      await sendWithin(tx, item, AS_USUAL, work.sendAt)
    })
  } catch (error) {
    // Whether it was sent is unknown while the database is away. Whoever goes on with the batch finds out.
    if (error instanceof LeaseLost || error instanceof DatabaseAway) throw error
    if (!(error instanceof Problem)) {
      const { name: reason } = error as Error
      work.services.log.error({ reason, invoiceId: item.invoiceId }, 'An invoice could not be sent.')
    }
    const outcome = error instanceof NobodyReceives ? 'nobody' : 'refused'
    await inTransaction(scope, async (tx) => {
      await renew(tx)
      await note(tx, item, outcome, sentenceOf(error))
    })
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof NobodyReceives) return whyNobody(error.decisions)
  if (error instanceof StaleVersion)
    return 'Somebody changed or sent it in the meantime. Look at it before you send it.'
  if (error instanceof Problem) return error.message.slice(0, 1000)
  return 'It was not sent, because something went wrong. The server’s log says what.'
}

/** Whether it had no outcome before. */
async function note(
  { db, lease }: InTransaction<Work>,
  { position }: Item,
  outcome: string,
  why: string | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update invoice_batch_items set outcome = ${outcome}, why = ${why}
    where organization_id = ${lease.organizationId} and batch_id = ${lease.workId} and position = ${position}
      and outcome is null`.execute(db)
  return Boolean(numAffectedRows)
}

async function readWaiting({ db, lease }: Work): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select position, invoice_id as "invoiceId", version from invoice_batch_items
    where organization_id = ${lease.organizationId} and batch_id = ${lease.workId} and outcome is null
    order by position`.execute(db)
  return rows
}

interface BatchRow {
  actorKind: Actor['kind']
  actorId: string | null
  actorName: string
  sendAt: string | null
}

/** Null: another process works on it, or it is done. */
async function takeBatch(scope: Scope, batchId: string): Promise<Work | null> {
  const { db, organizationId } = scope
  const lease = newLease(scope, batchId)
  const { rows } = await sql<BatchRow>`
    update invoice_batches set ${taken(lease)}
    where organization_id = ${organizationId} and id = ${batchId} and finished_at is null and ${isFree}
    returning actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", send_at as "sendAt"`.execute(
    db,
  )
  if (!rows[0]) return null
  const { actorKind, actorId, actorName, sendAt } = rows[0]
  return {
    ...scope,
    by: { organizationId, kind: actorKind, id: actorId, name: actorName },
    lease,
    sendAt: sendAt === null ? null : new Date(sendAt),
  }
}

/** In the transaction of an invoice: it is sent only while the lease is ours. */
function renew({ db, lease }: InTransaction<Work>): Promise<void> {
  return unlessLost(sql`update invoice_batches set ${RENEWED} where ${isOurs(lease)}`.execute(db))
}
