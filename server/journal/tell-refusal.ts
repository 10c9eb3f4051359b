import type { AfterAnswer } from '../http/after-answer.ts'
import type { Call } from '../http/serve.ts'
import { whereFrom } from '../http/where-from.ts'
import { facts, recordRepeated, type Entry } from './record.ts'
import { bySystem, type Actor } from '../scope/actor.ts'

declare module '../scope/services.ts' {
  interface Services {
    /** What was refused is written down behind the answer, and a flood of it keeps back no letter that waits (`afterAnswer`). */
    refusals: AfterAnswer
  }
}

export type Told = Entry & { organizationId: string; by?: Actor }

/**
 * Writes a refusal down, behind the answer: how long that takes tells a stranger nothing. Of many of one kind about one person
 * from one network, one an hour is told, with how many they were: guesses do not fill the journal.
 */
export function tellRefusal(
  { database, refusals, client, now }: Pick<Call, 'database' | 'refusals' | 'client' | 'now'>,
  /** Whom it concerns; null where nobody has this address. */
  concerns: () => Promise<Told | null> | Told,
): void {
  refusals.add(async () => {
    const concerned = await concerns()
    if (!concerned) return
    const { organizationId, by = bySystem(organizationId), ...entry } = concerned
    const from = whereFrom(client)
    const whom = [entry.memberId, entry.personId].map((id) => (typeof id === 'string' ? id : ''))
    await recordRepeated(
      database.of(organizationId),
      by,
      now,
      { ...entry, changes: { ...entry.changes, ...facts(from) } },
      [...whom, from.network],
    )
  })
}
