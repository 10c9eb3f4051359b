import { sql } from 'kysely'
import { transaction, type Database, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { Problem, StaleVersion } from '../http/problems.ts'
import type { Services } from '../scope/services.ts'
import type { Actor } from '../scope/actor.ts'
import { NobodyReceives, sendWithin } from './send-invoice.ts'
import { whyNobody } from './why-nobody.ts'

type Work = Pick<Services, 'sealer' | 'clock' | 'log'> & { database: Database }

interface Batch {
  organizationId: string
  batchId: string
}

/** The right to work on a batch: one holder at a time, for a while, renewed with every invoice. */
interface Lease extends Batch {
  id: string
  by: Actor
  sendAt: string | null
}

const LEASE_SECONDS = 30
const NOTHING_ELSE = { add: [], leaveOut: [], addresses: [] }

/** Sends the invoices of a batch that have no outcome yet. Each is one transaction with the record of its outcome. */
export async function sendInvoiceBatch(work: Work, batch: Batch, signal: AbortSignal): Promise<void> {
  const { database, clock } = work
  const db = database.of(batch.organizationId)
  const lease = await takeLease(db, batch, clock())
  if (!lease) return
  try {
    for (const item of await readWaiting(db, lease)) {
      signal.throwIfAborted()
      await sendItem(work, db, lease, item)
    }
    await sql`
      update invoice_batches set finished_at = ${clock()}, lease_id = null, leased_until = null where ${isOurs(lease)}`.execute(
      db,
    )
  } catch (error) {
    // Given back, so that it can be resumed at once. If the database is gone, the lease runs out by itself.
    await sql`update invoice_batches set leased_until = null where ${isOurs(lease)}`
      .execute(db)
      .catch(() => {})
    throw error
  }
}

interface Item {
  position: number
  invoiceId: string
  version: number
}

async function sendItem({ clock, sealer, log }: Work, db: Db, lease: Lease, item: Item): Promise<void> {
  const now = clock()
  try {
    await transaction(db, async (tx) => {
      await renew(tx, lease, now)
      if (!(await note(tx, lease, item, 'sent', null))) return
      const notBefore = lease.sendAt === null ? null : new Date(lease.sendAt)
      await sendWithin(tx, { sealer }, lease.by, now, item, NOTHING_ELSE, notBefore)
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
    where organization_id = ${lease.organizationId} and batch_id = ${lease.batchId} and position = ${position}
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

async function takeLease(db: Db, batch: Batch, now: Date): Promise<Lease | null> {
  const id = newId()
  const { organizationId, batchId } = batch
  const { rows } = await sql<{ actorId: string | null; actorName: string; sendAt: string | null }>`
    update invoice_batches set lease_id = ${id}, leased_until = ${until(now)}
    where organization_id = ${organizationId} and id = ${batchId} and finished_at is null
      and (leased_until is null or leased_until <= ${now})
    returning actor_id as "actorId", actor_name as "actorName", send_at as "sendAt"`.execute(db)
  if (!rows[0]) return null
  const { actorId, actorName, sendAt } = rows[0]
  return { id, ...batch, sendAt, by: { organizationId, kind: 'staff', id: actorId, name: actorName } }
}

/** In the transaction of an invoice: it is sent only while the lease is ours. */
async function renew(tx: Db, lease: Lease, now: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update invoice_batches set leased_until = ${until(now)} where ${isOurs(lease)}`.execute(tx)
  if (!numAffectedRows) throw new LeaseLost()
}

const until = (now: Date) => new Date(now.getTime() + LEASE_SECONDS * 1000)

const isOurs = ({ organizationId, batchId, id }: Lease) =>
  sql`organization_id = ${organizationId} and id = ${batchId} and lease_id = ${id}`

/** Another process works on it now. */
export class LeaseLost extends Error {}
