import { sql } from 'kysely'
import { listRecipients } from '../documents/decide-recipients.ts'
import type { ForThisOnce } from '../documents/for-this-once.ts'
import { previewDocument } from '../documents/preview-document.ts'
import { sendDocument, takeChoices, type OwnWords } from '../documents/send-document.ts'
import type { Sending } from '../documents/sending.api.ts'
import { InvalidRequest, NotFound, StaleVersion } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import {
  inTransaction,
  type InTransaction,
  type Reading,
  type ReadingNow,
  type Scope,
} from '../scope/scope.ts'
import { WrongInvoiceState, lockInvoice, type LockedInvoice } from './invoice.ts'
import type { Invoice, InvoiceSending, SentInvoice } from './invoices.api.ts'
import { inWords, type InvoiceFacts } from './invoice-words.ts'
import { issue, refuseToIssue } from './issue-invoice.ts'
import { notPrintedOn } from './not-printed.ts'
import { contentNow, type RevisionContent } from './revision.ts'
import { readInvoice } from './read-invoice.ts'

const SCHEDULED_DAYS_MOST = 366

/** Who would receive an invoice, or a reminder of it, as things are. */
export async function invoiceRecipients(
  scope: ReadingNow,
  invoiceId: string,
  kind: 'invoices' | 'reminders',
) {
  const { customer } = await readFacts(scope, invoiceId)
  return listRecipients(scope, customer.id, kind)
}

/** What each recipient would read. A draft has no number yet, so the next one is shown in its place. */
export async function previewSending(scope: ReadingNow, invoiceId: string, sending: Sending) {
  const facts = await readFacts(scope, invoiceId)
  return previewDocument(scope, {
    kind: 'invoice',
    customer: facts.customer,
    values: inWords(facts).values,
    words: sending,
    button: buttonTo(invoiceId),
    pdf: `${facts.number || '(number)'}.pdf`,
    notPrinted: await notPrintedOn(scope, invoiceId),
    choices: sending,
  })
}

/**
 * Mails an invoice to those who receive it, now or at a time: one mail each, all in the transaction that gives a
 * draft its number. With nobody to receive it nothing happens, and the refusal says who could.
 */
export async function sendInvoice(
  scope: Scope,
  invoiceId: string,
  version: number,
  sending: InvoiceSending,
): Promise<SentInvoice> {
  const notBefore = sending.at === undefined ? null : refusePast(new Date(sending.at), scope.now)
  const { customer } = await readFacts(scope, invoiceId)
  const choices = await takeChoices(scope, 'invoice', customer.id, sending)
  await inTransaction(scope, (tx) => sendWithin(tx, { invoiceId, version }, choices, notBefore))
  return { ...(await readInvoice(scope, invoiceId)), notPrinted: await notPrintedOn(scope, invoiceId) }
}

const buttonTo = (invoiceId: string) => ({ label: 'View invoice', path: `invoices/${invoiceId}` })

/** In a transaction: all of it happens or none. Of many invoices each is sent in its own. */
export async function sendWithin(
  tx: InTransaction,
  { invoiceId, version }: { invoiceId: string; version: number },
  sending: ForThisOnce & OwnWords,
  notBefore: Date | null,
): Promise<void> {
  const { db, organizationId, now } = tx
  const invoice = await lockInvoice(tx, invoiceId)
  if (invoice.version !== version) throw new StaleVersion()
  if (invoice.state === 'void') throw new WrongInvoiceState('It was voided: there is nothing to send.')
  if (invoice.state === 'draft') refuseToIssue(invoice)
  const draft = invoice.state === 'draft' ? await contentNow(tx, invoiceId) : null
  const facts = draft ? factsOf(invoice, draft) : await readFacts(tx, invoiceId)
  await sendDocument(tx, {
    kind: 'invoice',
    id: invoiceId,
    invoiceId,
    customer: facts.customer,
    // The number comes last: whoever sends another invoice waits for it until this is committed.
    facts: async () => inWords(draft ? { ...facts, number: await issue(tx, invoice, draft) } : facts),
    words: sending,
    button: buttonTo(invoiceId),
    revision: draft ? 1 : facts.revision,
    choices: sending,
    notBefore,
    journal: notBefore
      ? { action: 'invoice.scheduled', changes: { at: { new: notBefore.toISOString() } } }
      : { action: 'invoice.sent' },
  })
  if (draft) return
  await db
    .updateTable('invoices')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', invoiceId)
    .execute()
}

/** What has not gone out yet is not sent. */
export function cancelSending(scope: Scope, invoiceId: string): Promise<Invoice> {
  return inTransaction(scope, async (tx) => {
    const { customerId } = await lockInvoice(tx, invoiceId)
    const which = { documentId: invoiceId, kinds: ['invoice' as const] }
    const count = await cancelLettersOfDocument(tx, which, 'the sending was cancelled')
    if (count > 0) await record(tx, { action: 'invoice.sending-cancelled', customerId, invoiceId })
    return readInvoice(tx, invoiceId)
  })
}

interface Facts extends InvoiceFacts {
  customer: { id: string; name: string }
  revision: number
}

/** Of a draft: nobody can have paid it yet. */
const factsOf = ({ customerId }: LockedInvoice, draft: RevisionContent): Facts => ({
  ...draft,
  balanceMinor: draft.totalMinor,
  customer: { id: customerId, name: draft.buyer.name },
  organizationName: draft.seller.name,
})

async function readFacts({ db, organizationId }: Reading, invoiceId: string): Promise<Facts> {
  const { rows } = await sql<Omit<Facts, 'customer'> & { customerId: string; customerName: string }>`
    select i.number, i.currency, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.total_minor as "totalMinor", i.balance_minor as "balanceMinor", i.revision,
      u.id as "customerId", u.name as "customerName", o.name as "organizationName",
      o.language
    from invoices i
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    join organizations o on o.id = i.organization_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  return { ...row, customer: { id: row.customerId, name: row.customerName } }
}

export function refusePast(at: Date, now: Date): Date {
  const days = (at.getTime() - now.getTime()) / 86_400_000
  if (days < 0 || days > SCHEDULED_DAYS_MOST)
    throw new InvalidRequest([{ pointer: '/at', detail: 'Use a time in the future, within a year.' }])
  return at
}
