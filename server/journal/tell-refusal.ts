import type { AfterAnswer } from '../http/after-answer.ts'
import type { Call } from '../http/serve.ts'
import { whereFrom } from '../http/where-from.ts'
import { facts, recordRepeated, type Entry } from './record.ts'
import { bySystem, type Actor } from '../scope/actor.ts'

declare module '../scope/services.ts' {
  interface Services {
    /** A refusal is written down after the reply, and a flood of them delays no waiting letter (`afterAnswer`). */
    refusals: AfterAnswer
  }
}

export type Told = Entry & { organizationId: string; by?: Actor }

/**
 * Writes a refusal down after the reply, so that the time it takes tells a stranger nothing. Of many refusals of one
 * kind about one person from one network, one an hour is recorded with their number: guesses do not fill the journal.
 */
export function tellRefusal(
  { services, client, now }: Pick<Call, 'services' | 'client' | 'now'>,
  /** Whom it concerns. Null if nobody has this address. */
  concerns: () => Promise<Told | null> | Told,
): void {
  services.refusals.add(async () => {
    const concerned = await concerns()
    if (!concerned) return
    const { organizationId, by = bySystem(organizationId), ...entry } = concerned
    const db = services.database.of(organizationId)
    const from = whereFrom(client)
    const whom = [entry.memberId, entry.personId].map((id) => (typeof id === 'string' ? id : ''))
    await recordRepeated({ db, now, by }, { ...entry, changes: { ...entry.changes, ...facts(from) } }, [
      ...whom,
      from.network,
    ])
  })
}
