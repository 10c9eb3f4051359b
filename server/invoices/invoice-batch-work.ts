import { sql } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'
import type { Services } from '../scope/services.ts'
import { LeaseLost, sendInvoiceBatch } from './send-invoice-batch.ts'

declare module '../scope/services.ts' {
  interface Services {
    invoiceBatchWork: InvoiceBatchWork
  }
}

/** Sends what was begun, after its request was answered. */
export interface InvoiceBatchWork {
  begin(organizationId: string, batchId: string): void
  /** Takes over what another process has left because it died or was stopped. */
  takeUp(): Promise<void>
  /** Does so now, and again from time to time. */
  start(): void
  settled(): Promise<void>
  /** Ends after the present invoice; another process goes on with the next. */
  stop(): Promise<void>
}

const LOOK_EVERY_SECONDS = 20

export function createInvoiceBatchWork(
  services: Pick<Services, 'sealer' | 'clock'> & { database: Database; log: FastifyBaseLogger },
): InvoiceBatchWork {
  const { database, clock, log } = services
  const stopping = new AbortController()
  const going = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined

  const begin = (organizationId: string, batchId: string) => {
    if (stopping.signal.aborted || going.has(batchId)) return
    const done = sendInvoiceBatch(services, { organizationId, batchId }, stopping.signal)
      .catch((error: unknown) => {
        if (error instanceof LeaseLost || stopping.signal.aborted) return
        log.error({ reason: reasonOf(error) }, 'Sending many invoices was interrupted; it is taken up again.')
      })
      .finally(() => void going.delete(batchId))
    going.set(batchId, done)
  }
  const takeUp = async () => {
    const { rows } = await sql<{ organizationId: string; id: string }>`
      select organization_id as "organizationId", id from unfinished_invoice_batches(${clock()})`.execute(
      database.of(INSTALLATION),
    )
    for (const { organizationId, id } of rows) begin(organizationId, id)
  }
  const look = () =>
    void takeUp().catch((error: unknown) =>
      log.error({ reason: reasonOf(error) }, 'What is left to send could not be looked up; soon again.'),
    )
  const settled = async () => {
    while (going.size > 0) await Promise.all(going.values())
  }
  return {
    begin,
    takeUp,
    start() {
      timer = setInterval(look, LOOK_EVERY_SECONDS * 1000)
      timer.unref()
      look()
    },
    settled,
    stop() {
      clearInterval(timer)
      stopping.abort()
      return settled()
    },
  }
}

/** For the log: never the values of rows, which PostgreSQL puts into its messages. */
function reasonOf(error: unknown) {
  const { name, code, constraint, table } = error as Record<string, unknown>
  return { name, code, constraint, table }
}
