import { sql } from 'kysely'
import { InvalidRequest } from '../http/problems.ts'
import { recording } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { WrongInvoiceState, lockInvoice, type LockedInvoice } from './invoice.ts'
import type { Invoice } from './invoices.api.ts'
import { readInvoice } from './read-invoice.ts'
import { contentNow, keeping, type RevisionContent } from './revision.ts'

/** Makes a draft owed without mailing it, for one that went out by post. */
export async function issueInvoice(scope: Scope, invoiceId: string): Promise<Invoice> {
  await inTransaction(scope, async (tx) => {
    const invoice = await lockInvoice(tx, invoiceId)
    if (invoice.state !== 'draft') throw new WrongInvoiceState('It has been sent already.')
    refuseToIssue(invoice)
    await issue(tx, invoice, await contentNow(tx, invoiceId))
  })
  return readInvoice(scope, invoiceId)
}

/** What keeps a draft from getting its number. */
export function refuseToIssue(invoice: LockedInvoice): void {
  if (invoice.lines.length === 0)
    throw new InvalidRequest([
      { pointer: '/lines', detail: 'An invoice needs at least one line. Add what it is for.' },
    ])
  if (!invoice.customerActive)
    throw new WrongInvoiceState('The customer is inactive. Make it active again, then send the invoice.')
}

/**
 * Gives a locked draft its number, and keeps what it says, its content, as the first revision. Numbers follow one another without a
 * gap (R30): the next is taken under a lock that ends with this transaction, so whatever can be read before is read before.
 */
export async function issue(
  tx: InTransaction,
  invoice: LockedInvoice,
  content: RevisionContent,
): Promise<string> {
  const { organizationId, now } = tx
  const number = await nextNumber(tx)
  const { customerId, id: invoiceId } = invoice
  await sql`
    with kept as (${keeping(tx, invoiceId, { ...content, number, revision: 1 })}),
    recorded as (${recording(tx, {
      action: 'invoice.issued',
      customerId,
      invoiceId,
      changes: { number: { new: number } },
    })})
    update invoices set state = 'sent', number = ${number}, revision = 1, sent_at = ${now},
      paid_at = ${invoice.totalMinor === 0 ? now : null}, version = version + 1, updated_at = ${now}
    where organization_id = ${organizationId} and id = ${invoiceId}`.execute(tx.db)
  return number
}

const LOOKED_AT_ONCE = 1000

/** The next free number of the series: an import may have brought some, and owners set the series back. */
async function nextNumber({ db, organizationId, now }: InTransaction): Promise<string> {
  for (;;) {
    const { rows } = await sql<{ prefix: string; digits: number; taken: number }>`
      insert into invoicing_settings as s (organization_id, next_number, updated_at)
      values (${organizationId}, 2, ${now})
      on conflict (organization_id) do update set next_number = s.next_number + 1
      returning number_prefix as prefix, number_digits as digits, next_number - 1 as taken`.execute(db)
    const { prefix, digits, taken } = rows[0]!
    const number = `${prefix}${String(taken).padStart(digits, '0')}`
    // A statement of its own: the one above saw the invoices as they were before it waited for its turn.
    const other = await sql`
      select from invoices where organization_id = ${organizationId} and number_lower = lower(${number})`.execute(
      db,
    )
    if (other.rows.length === 0) return number
    const last = taken + LOOKED_AT_ONCE
    await sql`
      update invoicing_settings set next_number = coalesce((
        select min(n) from generate_series(${taken + 1}::bigint, ${last}::bigint) n
        where not exists (
          select from invoices where organization_id = ${organizationId}
            and number_lower = lower(${prefix}::text || lpad(n::text, greatest(${digits}::integer, length(n::text)), '0')))), ${last + 1})
      where organization_id = ${organizationId}`.execute(db)
  }
}
