import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import { onceAMinute } from '../http/once-a-minute.ts'
import { safeReason } from '../http/safe-reason.ts'
import { inOrganization } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { carry, type Claimed } from './carry.ts'
import type { Way } from './send-request.ts'
import { takeEvents } from './take-events.ts'

export interface CourierOptions {
  services: Services
  way: Way
  mostAtOnce?: number
  /** To one webhook; to one that fails, one. */
  mostEach?: number
  /** How long `stop` waits for what is on its way. */
  endsWithinMs?: number
}

export interface Courier {
  /** Looks every second for new events and due messages, and whenever a message is done, until stopped. */
  start(): void
  /** Makes messages of new events, and sends what is due now, until there is nothing more. */
  carryDue(): Promise<void>
  /** Takes up nothing new, and waits for what is on its way. What has no answer by then is sent again later. */
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 1_000
/** Well above the longest time that one request may take. */
const LEASE_SECONDS = 120

/** Brings events to the webhooks of every organization: at least once, and those about one contact in their order (R41). */
export function createCourier({
  services,
  way,
  mostAtOnce = 20,
  mostEach = 5,
  endsWithinMs = 8_000,
}: CourierOptions): Courier {
  const { database, clock, log } = services
  const onTheWay = new Map<Promise<void>, Claimed>()
  const stopping = new AbortController()
  const givingUp = new AbortController()
  const { signal } = stopping
  let working: Promise<void> = Promise.resolve()

  const logOutage = onceAMinute((error: unknown) =>
    log.error(
      { reason: safeReason(error) },
      'The courier of webhooks cannot reach the database and tries again.',
    ),
  )
  const logNotTaken = onceAMinute((error: unknown) =>
    log.error({ reason: safeReason(error) }, 'Events for a webhook could not be taken.'),
  )

  /** Returns whether there was something to do, so that there may be more. */
  async function look(): Promise<boolean> {
    const free = mostAtOnce - onTheWay.size
    const haveTaken = await takeNewEvents()
    const claimed = free > 0 ? await claim(free) : []
    for (const one of claimed) send(one)
    return haveTaken || claimed.length > 0
  }

  async function takeNewEvents(): Promise<boolean> {
    const { rows } = await sql<{ organizationId: string; webhookId: string }>`
      select organization_id as "organizationId", webhook_id as "webhookId" from webhooks_behind()`.execute(
      database.of(INSTALLATION),
    )
    let haveTaken = false
    for (const { organizationId, webhookId } of rows) {
      const taken = await takeEvents(inOrganization(services, organizationId), webhookId).catch(logNotTaken)
      haveTaken = taken === true || haveTaken
    }
    return haveTaken
  }

  async function claim(most: number): Promise<Claimed[]> {
    const underWay = [...onTheWay.values()].map(({ webhookId }) => webhookId)
    const { rows } = await sql<Claimed>`
      select organization_id as "organizationId", webhook_id as "webhookId", message_id as "messageId", abandoned
      from claim_due_webhook_messages(${clock()}, ${`${LEASE_SECONDS} seconds`}, ${most}, ${mostEach}, ${underWay})`.execute(
      database.of(INSTALLATION),
    )
    return rows
  }

  function send(claimed: Claimed) {
    const carrying: Promise<void> = carry(services, way, claimed, givingUp.signal)
      .catch((error: unknown) => {
        // Its lease runs out, and it is sent again.
        log.error({ reason: safeReason(error), ...claimed }, 'A message to a webhook was interrupted.')
      })
      .finally(() => void onTheWay.delete(carrying))
    onTheWay.set(carrying, claimed)
  }

  async function carryDue() {
    while ((await look()) || onTheWay.size > 0) if (onTheWay.size > 0) await Promise.race(onTheWay.keys())
  }

  async function work() {
    while (!signal.aborted) {
      const isMore = await look().catch(logOutage)
      if (isMore && onTheWay.size < mostAtOnce) continue
      await Promise.race([...onTheWay.keys(), nextLook()])
    }
  }

  const nextLook = () => pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => {})

  return {
    carryDue,
    start() {
      working = work()
    },
    async stop() {
      stopping.abort()
      const late = setTimeout(() => givingUp.abort(), endsWithinMs)
      await working
      await Promise.all(onTheWay.keys())
      clearTimeout(late)
    },
  }
}
