import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { holdWebhook } from './in-order.ts'
import { sealSecret } from './secrets.ts'
import { newSigningSecret } from './sign.ts'
import { hostOf } from './webhook-url.ts'
import { readWebhook } from './webhook.ts'
import type { Webhook } from './webhooks.api.ts'

/** In which the program that listens changes over, whenever it suits: messages have a signature by each secret. */
const BOTH_SIGN_HOURS = 24

/** Returns the new secret, which is never shown again. */
export async function rotateSecret(scope: Scope, webhookId: string): Promise<Webhook & { secret: string }> {
  const secret = newSigningSecret()
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    const held = await holdWebhook(tx, webhookId)
    if (!held) throw new NotFound('webhook')
    await sql`
      update webhooks set previous_secret = secret, secret = ${sealSecret(tx, webhookId, secret)},
        previous_until = ${new Date(now.getTime() + BOTH_SIGN_HOURS * 3_600_000)}, version = version + 1, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${webhookId}`.execute(db)
    await record(tx, { action: 'webhook.secret-rotated', changes: facts({ host: hostOf(held.url) }) })
    return { ...(await readWebhook(tx, webhookId)), secret }
  })
}
