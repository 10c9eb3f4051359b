import type { FastifyBaseLogger } from 'fastify'
import { createAfterAnswer } from '../http/after-answer.ts'
import { onceAMinute } from '../http/once-a-minute.ts'
import type { Call } from '../http/serve.ts'
import { deviceAndNetwork } from '../http/device-and-network.ts'
import { bySystem, type Actor } from '../scope/actor.ts'
import type { Refusals } from '../scope/services.ts'
import { facts, recordRepeated, type Entry } from './record.ts'
import type { Refusal } from './security.ts'

export function createRefusals(log: Pick<FastifyBaseLogger, 'warn' | 'error'>): Refusals {
  const telling = new Map<string, (refusal: string) => void>()
  return {
    ...createAfterAnswer(log),
    tellOperator(refusal) {
      const tell =
        telling.get(refusal) ?? onceAMinute((action, times) => log.warn({ action, times }, 'Refused.'))
      telling.set(refusal, tell)
      tell(refusal)
    },
  }
}

export type Concerned = Omit<Entry, 'action'> & { organizationId: string; by?: Actor }

/**
 * Writes a refusal down after the reply, so that the time it takes tells a stranger nothing. Of many refusals of one
 * kind about one person from one network, one an hour is recorded with their number: guesses do not fill the journal.
 * The log has no names and no addresses, and is the same whether somebody has the address or nobody.
 */
export function reportRefusal(
  { services, client, now }: Pick<Call, 'services' | 'client' | 'now'>,
  action: Refusal,
  /** Who it concerns. Null if it is no organization's, because nobody has this address. */
  concerns: () => Promise<Concerned | null> | Concerned,
): void {
  services.refusals.tellOperator(action)
  services.refusals.add(async () => {
    const concerned = await concerns()
    if (!concerned) return
    const { organizationId, by = bySystem(organizationId), ...entry } = concerned
    const db = services.database.of(organizationId)
    const from = deviceAndNetwork(client)
    const subjects = [entry.memberId, entry.personId, by.id].map((id) => (typeof id === 'string' ? id : ''))
    await recordRepeated(
      { db, now, by },
      { ...entry, action, changes: { ...entry.changes, ...facts(from) } },
      [...subjects, from.network],
    )
  })
}
