import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { Services } from '../scope/services.ts'
import { sendInvoiceBatch, type Batch } from './send-invoice-batch.ts'

/** Sends what is left of a batch, after the request was answered. */
export function goOnSending(services: Services, batch: Batch): void {
  services.longWork.begin(batch.batchId, (signal) => sendInvoiceBatch(services, batch, signal))
}

/** Takes up what another process has left, because it died or was stopped. */
export async function takeUpInvoiceBatches(services: Services): Promise<void> {
  const { rows } = await sql<Batch>`
    select organization_id as "organizationId", id as "batchId" from unfinished_invoice_batches()`.execute(
    services.database.of(INSTALLATION),
  )
  for (const batch of rows) goOnSending(services, batch)
}
