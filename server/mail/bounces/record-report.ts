import { sql } from 'kysely'
import { inTransaction, type InTransaction, type Scope } from '../../scope/scope.ts'
import { unsubscribableOf, type DocumentKind } from '../../documents/kinds.ts'
import { markAddressBounced } from './mark-bounced.ts'
import { finish } from '../outbox/record-outcome.ts'
import { unsubscribeContact } from '../unsubscribing/unsubscribe.ts'

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

const REASON_CHARACTERS_MOST = 500

/** Records a report, and what follows from it. Returns whether it was new: the same report twice is not. */
export function recordReport(scope: Scope, deliveryId: string, report: Report): Promise<boolean> {
  return inTransaction(scope, async (tx) => {
    const { rows } = await sql<Found>`
      select state, person_id as "personId", contact_id as "contactId", address, document_kind as kind from deliveries
      where organization_id = ${tx.organizationId} and id = ${deliveryId} for update`.execute(tx.db)
    const found = rows[0]
    if (!found || !(await isNews(tx, deliveryId, report))) return false
    if (report.event === 'bounced') {
      // A letter that waits had an attempt whose end nobody saw, and this was its end.
      if (found.state === 'sent' || found.state === 'queued') {
        const ending = { state: 'bounced', reason: `It bounced: ${report.why}.` } as const
        await finish(tx, deliveryId, ending)
      }
      const { personId, address } = found
      if (report.addressIsDead && personId !== null)
        await markAddressBounced(tx, { personId, address, why: report.why })
    }
    const kind = found.kind && unsubscribableOf(found.kind)
    const { contactId, personId, address: email } = found
    // A reader who calls it spam wants no more of it.
    if (report.event === 'complained' && kind && contactId !== null && personId !== null)
      await unsubscribeContact(tx, { contactId, kind }, { personId, email })
    return true
  })
}

interface Found {
  state: string
  personId: string | null
  contactId: string | null
  address: string
  kind: DocumentKind | null
}

async function isNews(
  { db, organizationId, now }: InTransaction,
  deliveryId: string,
  { event, at, reason }: Report,
): Promise<boolean> {
  const { rows } = await sql`
    insert into delivery_reports (organization_id, delivery_id, event, at, reason)
    values (${organizationId}, ${deliveryId}, ${event}, ${at < now ? at : now}, ${oneLine(reason)})
    on conflict do nothing
    returning event`.execute(db)
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
