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
  for (;;) {
    const taken = await takeNumber(tx)
    const number = `${taken.prefix}${String(taken.number).padStart(taken.digits, '0')}`
    if (await issueAs(tx, invoice, { ...content, number })) return number
    await skipUsed(tx, taken)
  }
}

interface Taken {
  prefix: string
  digits: number
  number: number
}

async function takeNumber({ db, organizationId, now }: InTransaction): Promise<Taken> {
  const { rows } = await sql<Taken>`
    insert into invoicing_settings as s (organization_id, next_number, updated_at)
    values (${organizationId}, 2, ${now})
    on conflict (organization_id) do update set next_number = s.next_number + 1
    returning number_prefix as prefix, number_digits as digits, next_number - 1 as number`.execute(db)
  return rows[0]!
}

/** False if another invoice has the number: an import may have brought it, or owners set the series back. */
async function issueAs(
  tx: InTransaction,
  invoice: LockedInvoice,
  content: RevisionContent,
): Promise<boolean> {
  const { db, organizationId, now } = tx
  const { customerId, id: invoiceId } = invoice
  const { number } = content
  const changes = { number: { new: number } }
  // Begun when it is our turn, it sees all numbers that were given before.
  const { rows } = await sql`
    with issued as (
      update invoices set state = 'sent', number = ${number}, revision = 1, sent_at = ${now},
        paid_at = ${invoice.totalMinor === 0 ? now : null}, version = version + 1, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${invoiceId} and not exists (
        select from invoices other where other.organization_id = ${organizationId} and other.number_lower = lower(${number}))
      returning id),
    kept as (${keeping(tx, invoiceId, { ...content, revision: 1 }, sql`from issued`)}),
    recorded as (${recording(tx, { action: 'invoice.issued', customerId, invoiceId, changes }, sql`from issued`)})
    select from issued`.execute(db)
  return rows.length === 1
}

const LOOKED_AT_ONCE = 1000

async function skipUsed({ db, organizationId }: InTransaction, { prefix, digits, number }: Taken) {
  const last = number + LOOKED_AT_ONCE
  await sql`
    update invoicing_settings set next_number = coalesce((
      select min(n) from generate_series(${number + 1}::bigint, ${last}::bigint) n
      where not exists (
        select from invoices where organization_id = ${organizationId}
          and number_lower = lower(${prefix}::text || lpad(n::text, greatest(${digits}::integer, length(n::text)), '0')))), ${last + 1})
    where organization_id = ${organizationId}`.execute(db)
}
