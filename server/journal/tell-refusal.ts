import type { Client, Services } from '../http/serve.ts'
import { safeReason } from '../http/safe-reason.ts'
import { throttle, type Limit } from '../http/rate-limit.ts'
import { whereFrom } from '../http/where-from.ts'
import { bySystem, facts, record, type Entry } from './record.ts'

/** Of many refusals at one address from one network, one an hour is told: guesses do not fill the journal. */
const TOLD: Limit = { name: 'refusal-told', attempts: 1, perMinutes: 60 }

interface Refusal {
  /** Where attempts at this address are counted. */
  countedIn: string
  identity: string
  client: Client
  now: Date
  /** Whom it concerns, looked up once it is to be told; null where nobody has this address. */
  concerns: () => Promise<(Entry & { organizationId: string }) | null>
}

/** Writes a refused sign-in down, behind the answer: how long that takes tells a stranger nothing. */
export function tellRefusal(services: Pick<Services, 'database' | 'log'>, refusal: Refusal): void {
  tell(services, refusal).catch((error: unknown) =>
    services.log.error({ reason: safeReason(error) }, 'A refused sign-in could not be written down.'),
  )
}

async function tell({ database }: Pick<Services, 'database'>, refusal: Refusal) {
  const { countedIn, identity, client, now } = refusal
  const from = whereFrom(client)
  const subject = `${identity} ${from.network}`
  const counting = { organizationId: countedIn, limit: TOLD, subject, now }
  if (!(await throttle(database.counting(countedIn), counting)).allowed) return
  const concerned = await refusal.concerns()
  if (!concerned) return
  const { organizationId, ...entry } = concerned
  await record(database.of(organizationId), bySystem(organizationId), now, { ...entry, changes: facts(from) })
}
