import { sql } from 'kysely'
import { SealBroken } from '../mail/outbox/seal.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { openSecret, sealSecret, type SealedSecrets } from './secrets.ts'

/**
 * Seals the secrets with the present key, and forgets those that sign no more: they live for years, and an operator who changes the
 * key must be able to throw the old one away.
 */
export async function sealSecretsAgain(scope: Scope): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    const { rows } = await sql<SealedSecrets & { id: string }>`
      select id, secret, previous_secret as "previousSecret", previous_until as "previousUntil" from webhooks
      where organization_id = ${organizationId} for no key update`.execute(db)
    for (const { id, secret, previousSecret, previousUntil } of rows) {
      const isOver = previousUntil !== null && new Date(previousUntil) <= now
      const again = (sealed: Buffer) => sealAgain(tx, id, sealed)
      await sql`
        update webhooks set secret = ${again(secret)},
          previous_secret = ${previousSecret && !isOver ? again(previousSecret) : null},
          previous_until = ${isOver ? null : previousUntil}
        where organization_id = ${organizationId} and id = ${id}`.execute(db)
    }
  })
}

/** What cannot be opened stays: the log of its webhook says so. */
function sealAgain(scope: Scope, webhookId: string, sealed: Buffer): Buffer {
  try {
    return sealSecret(scope, webhookId, openSecret(scope, webhookId, sealed))
  } catch (error) {
    if (error instanceof SealBroken) return sealed
    throw error
  }
}
