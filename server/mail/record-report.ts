import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { unsubscribableOf, type DocumentKindOfLetter } from './document.ts'
import { markAddressBounced } from './mark-bounced.ts'
import { finish } from './record-outcome.ts'
import { unsubscribeContact } from './unsubscribe.ts'

/** What was reported about a delivery after the mail server took it. */
export interface Report {
  event: 'bounced' | 'delayed' | 'delivered' | 'complained'
  at: Date
  /** In the reporter's words. */
  reason: string
  /** For a bounce: the end of a sentence, and whether the address no longer exists. */
  why: string
  addressIsDead: boolean
}

export interface Reported {
  organizationId: string
  deliveryId: string
}

const REASON_CHARACTERS_MOST = 500

/** Records a report, and what follows from it. Returns whether it was new: the same report twice is not. */
export function recordReport(
  db: Db,
  { organizationId, deliveryId }: Reported,
  report: Report,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rows } = await sql<Found>`
      select state, person_id, contact_id, address, document_kind from deliveries
      where organization_id = ${organizationId} and id = ${deliveryId} for update`.execute(tx)
    const found = rows[0]
    if (!found || !(await isNews(tx, { organizationId, deliveryId }, report, now))) return false
    if (report.event === 'bounced') {
      // A letter that waits had an attempt whose end nobody saw, and this was its end.
      if (found.state === 'sent' || found.state === 'queued') {
        const ending = { state: 'bounced', reason: `It bounced: ${report.why}.` } as const
        await finish(tx, organizationId, deliveryId, ending, now)
      }
      const { person_id: personId, address } = found
      if (report.addressIsDead && personId !== null)
        await markAddressBounced(tx, organizationId, { personId, address, why: report.why }, now)
    }
    const kind = found.document_kind && unsubscribableOf(found.document_kind)
    const { contact_id: contactId, person_id: personId, address: email } = found
    // A reader who calls it spam wants no more of it.
    if (report.event === 'complained' && kind && contactId !== null && personId !== null)
      await unsubscribeContact(tx, { organizationId, contactId, kind }, { personId, email }, now, true)
    return true
  })
}

interface Found {
  state: string
  person_id: string | null
  contact_id: string | null
  address: string
  document_kind: DocumentKindOfLetter | null
}

async function isNews(
  tx: Db,
  { organizationId, deliveryId }: Reported,
  { event, at, reason }: Report,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into delivery_reports (organization_id, delivery_id, event, at, reason)
    values (${organizationId}, ${deliveryId}, ${event}, ${at < now ? at : now}, ${oneLine(reason)})
    on conflict do nothing
    returning event`.execute(tx)
  return rows.length > 0
}

/** It is stored and shown to staff. */
function oneLine(reason: string): string {
  return reason
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, REASON_CHARACTERS_MOST)
}
