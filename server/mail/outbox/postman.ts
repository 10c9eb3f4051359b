import { sql } from 'kysely'
import { INSTALLATION } from '../../database/id.ts'
import { onceAMinute } from '../../http/once-a-minute.ts'
import { safeReason } from '../../http/safe-reason.ts'
import { rememberAttachments } from './attachments.ts'
import { deliver, type Claimed, type DeliveryTools } from './deliver.ts'
import type { AttachmentOf } from '../letters/document.ts'

export interface PostmanOptions extends Omit<DeliveryTools, 'attach'> {
  attachmentOf?: AttachmentOf
  mostAtOnce?: number
  /** How long `stop` waits for what is on its way. */
  endsWithinMs?: number
}

export interface Postman {
  /** Looks for what is due every second, and sends it, until stopped. */
  start(): void
  /** Sends what is due now, and returns how many deliveries it took up. */
  deliverDue(): Promise<number>
  /** Takes up nothing new, and waits for what is on its way. What the mail server has not answered by then is recorded as unknown. */
  stop(): Promise<void>
}

/**
 * Nobody waits longer for a letter than for their mail server. Being told of each would cost more than looking: NOTIFY lets
 * transactions that post letters commit only one after another.
 */
const LOOK_EVERY_MS = 1_000
/** Well above the longest time that one message may take. */
const LEASE_MINUTES = 5

/**
 * Takes letters out of the outbox of every organization to the mail server: at least once, and no later than
 * necessary.
 */
export function createPostman(options: PostmanOptions): Postman {
  const { services, smtp, attachmentOf, mostAtOnce = 5, endsWithinMs = 8_000 } = options
  const { database, clock, log } = services
  const tools = { ...options, ...(attachmentOf && { attach: rememberAttachments(attachmentOf) }) }
  const onTheWay = new Map<string, Promise<void>>()
  let awaken = () => {}
  let awakening = nextAwakening()
  let stopping = false
  let working: Promise<void> = Promise.resolve()
  let looking: NodeJS.Timeout | undefined

  const logOutage = onceAMinute((error: unknown) =>
    log.error({ reason: safeReason(error) }, 'The postman cannot reach the database and tries again.'),
  )

  async function deliverDue(): Promise<number> {
    let count = 0
    for (;;) {
      const free = stopping ? 0 : mostAtOnce - onTheWay.size
      const claimed = free > 0 ? await claim(free) : []
      for (const one of claimed) take(one)
      count += claimed.length
      if (claimed.length > 0 && onTheWay.size < mostAtOnce) continue
      if (onTheWay.size === 0) return count
      await Promise.race([...onTheWay.values(), awakening])
    }
  }

  async function claim(most: number): Promise<Claimed[]> {
    const { rows } = await sql<Claimed>`
      select organization_id as "organizationId", delivery_id as "deliveryId", abandoned
      from claim_due_deliveries(${clock()}, ${`${LEASE_MINUTES} minutes`}, ${most})`.execute(
      database.of(INSTALLATION),
    )
    // A delivery whose outcome is still being recorded is not sent again.
    return rows.filter(({ deliveryId }) => !onTheWay.has(deliveryId))
  }

  function take(claimed: Claimed) {
    const delivery = deliver(tools, claimed)
      .catch((error: unknown) => {
        // Its lease runs out, and it is tried again.
        const { organizationId, deliveryId } = claimed
        log.error({ reason: safeReason(error), organizationId, deliveryId }, 'A delivery was interrupted.')
      })
      .finally(() => onTheWay.delete(claimed.deliveryId))
    onTheWay.set(claimed.deliveryId, delivery)
  }

  function start() {
    looking = setInterval(wake, LOOK_EVERY_MS)
    working = work()
  }

  async function work() {
    while (!stopping) {
      const wokenMeanwhile = awakening
      await deliverDue().catch(logOutage)
      await wokenMeanwhile
    }
  }

  async function stop() {
    stopping = true
    clearInterval(looking)
    wake()
    const late = setTimeout(() => smtp.close({ now: true }), endsWithinMs)
    await working
    await Promise.all(onTheWay.values())
    clearTimeout(late)
    smtp.close()
  }

  function wake() {
    awaken()
    awakening = nextAwakening()
  }

  function nextAwakening(): Promise<void> {
    return new Promise((resolve) => {
      awaken = resolve
    })
  }

  return { start, deliverDue, stop }
}
