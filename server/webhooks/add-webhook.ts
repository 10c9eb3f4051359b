import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import type { EventType } from '../events/event-types.ts'
import { Problem } from '../http/problems.ts'
import { facts, record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { sealSecret } from './secrets.ts'
import { newSigningSecret } from './sign.ts'
import { checkedUrl, hostOf } from './webhook-url.ts'
import { lastPosition, readWebhook } from './webhook.ts'
import type { Webhook } from './webhooks.api.ts'

/** Each looks at every event, and has messages of its own. */
const WEBHOOKS_MOST = 20

/** It hears of what happens from now on. Returns its secret, which is never shown again. */
export async function addWebhook(
  scope: Scope,
  wanted: { url: string; description: string | null; eventTypes: EventType[] | null },
): Promise<Webhook & { secret: string }> {
  const url = checkedUrl(wanted.url, scope.services.webhooksToPrivateNetworks)
  const [id, secret] = [newId(), newSigningSecret()]
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    await refuseTooMany(tx)
    await sql`
      insert into webhooks (organization_id, id, url, description, event_types, secret, position, created_at, updated_at)
      values (${organizationId}, ${id}, ${url}, ${wanted.description}, ${wanted.eventTypes}::text[],
        ${sealSecret(tx, id, secret)}, ${await lastPosition(tx)}, ${now}, ${now})`.execute(db)
    await record(tx, {
      action: 'webhook.added',
      changes: facts({ host: hostOf(url), events: wanted.eventTypes ?? 'all' }),
    })
    return { ...(await readWebhook(tx, id)), secret }
  })
}

async function refuseTooMany({ db, organizationId }: Pick<Scope, 'db' | 'organizationId'>) {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhooks where organization_id = ${organizationId}`.execute(db)
  if (rows[0]!.count >= WEBHOOKS_MOST) throw new TooManyWebhooks()
}

class TooManyWebhooks extends Problem {
  constructor() {
    super(
      409,
      'too-many-webhooks',
      'There are enough webhooks',
      `An organization has at most ${WEBHOOKS_MOST} webhooks. Delete one that is no longer used first.`,
    )
  }
}
