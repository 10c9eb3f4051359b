import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { Problem, StaleVersion } from '../http/problems.ts'
import type { Services } from '../scope/services.ts'
import type { Actor } from '../scope/actor.ts'
import { inOrganization, inTransaction } from '../scope/scope.ts'
import {
  ENDED,
  GIVEN_UP,
  isFree,
  isOurs,
  LeaseLost,
  newLease,
  renewed,
  taken,
  unlessLost,
  type Lease,
} from '../work/lease.ts'
import { NobodyReceives, whyNobody } from '../documents/nobody-receives.ts'
import { sendWithin } from './send-invoice.ts'

export interface Batch {
  organizationId: string
  batchId: string
}

/** A batch that this process works on. */
interface Sending {
  lease: Lease
  by: Actor
  sendAt: string | null
}

const NOTHING_ELSE = { add: [], leaveOut: [], addresses: [] }

/** Sends the invoices of a batch that have no outcome yet. Each is one transaction with the record of its outcome. */
export async function sendInvoiceBatch(services: Services, batch: Batch, signal: AbortSignal): Promise<void> {
  const { database, clock } = services
  const db = database.of(batch.organizationId)
  const sending = await takeBatch(db, batch, clock())
  if (!sending) return
  const { lease } = sending
  try {
    for (const item of await readWaiting(db, batch)) {
      signal.throwIfAborted()
      await sendItem(services, db, sending, item)
    }
    await sql`
      update invoice_batches set finished_at = ${clock()}, ${ENDED} where ${isOurs(lease)}`.execute(db)
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

async function sendItem(services: Services, db: Db, sending: Sending, item: Item): Promise<void> {
  const { lease, by, sendAt } = sending
  const { log } = services
  const scope = { ...inOrganization(services, lease.organizationId), by }
  const { now } = scope
  try {
    await inTransaction(scope, async (tx) => {
      await renew(tx.db, lease, now)
      if (!(await note(tx.db, lease, item, 'sent', null))) return
      await sendWithin(tx, item, NOTHING_ELSE, sendAt === null ? null : new Date(sendAt))
    })
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    if (!(error instanceof Problem))
      log.error({ reason: (error as Error).name, invoiceId: item.invoiceId }, 'An invoice could not be sent.')
    const outcome = error instanceof NobodyReceives ? 'nobody' : 'refused'
    await transaction(db, async (tx) => {
      await renew(tx, lease, now)
      await note(tx, lease, item, outcome, sentenceOf(error))
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
async function note(tx: Db, lease: Lease, { position }: Item, outcome: string, why: string | null) {
  const { numAffectedRows } = await sql`
    update invoice_batch_items set outcome = ${outcome}, why = ${why}
    where organization_id = ${lease.organizationId} and batch_id = ${lease.workId} and position = ${position}
      and outcome is null`.execute(tx)
  return Boolean(numAffectedRows)
}

async function readWaiting(db: Db, { organizationId, batchId }: Batch): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select position, invoice_id as "invoiceId", version from invoice_batch_items
    where organization_id = ${organizationId} and batch_id = ${batchId} and outcome is null
    order by position`.execute(db)
  return rows
}

/** Null: another process works on it, or it is done. */
async function takeBatch(db: Db, { organizationId, batchId }: Batch, now: Date): Promise<Sending | null> {
  const lease = newLease(organizationId, batchId)
  const { rows } = await sql<{ actorId: string | null; actorName: string; sendAt: string | null }>`
    update invoice_batches set ${taken(lease, now)}
    where organization_id = ${organizationId} and id = ${batchId} and finished_at is null and ${isFree(now)}
    returning actor_id as "actorId", actor_name as "actorName", send_at as "sendAt"`.execute(db)
  if (!rows[0]) return null
  const { actorId, actorName, sendAt } = rows[0]
  return { lease, sendAt, by: { organizationId, kind: 'staff', id: actorId, name: actorName } }
}

/** In the transaction of an invoice: it is sent only while the lease is ours. */
function renew(tx: Db, lease: Lease, now: Date): Promise<void> {
  return unlessLost(sql`update invoice_batches set ${renewed(now)} where ${isOurs(lease)}`.execute(tx))
}
