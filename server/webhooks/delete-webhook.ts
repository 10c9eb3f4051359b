import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { hostOf } from './webhook-url.ts'

/** What is on its way arrives; nothing else does. */
export async function deleteWebhook(scope: Scope, webhookId: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const { rows } = await sql<{ url: string }>`
      delete from webhooks where organization_id = ${tx.organizationId} and id = ${webhookId} returning url`.execute(
      tx.db,
    )
    if (!rows[0]) throw new NotFound('webhook')
    await record(tx, { action: 'webhook.deleted', changes: facts({ host: hostOf(rows[0].url) }) })
  })
}
