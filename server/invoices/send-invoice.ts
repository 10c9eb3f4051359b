import { sql } from 'kysely'
import { receiving, type RecipientDecision } from '../contacts/recipients.ts'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { AS_USUAL, decideRecipients } from '../documents/decide-recipients.ts'
import { postDocument, type OutgoingDocument } from '../documents/post-document.ts'
import { previewDocument, shown } from '../documents/preview-document.ts'
import { refuseUnknownPlaceholders } from '../documents/refuse-placeholders.ts'
import type { Template } from '../documents/templates.ts'
import { keepAsContacts, onceOnly } from '../documents/typed-addresses.ts'
import { InvalidRequest, NotFound, Problem, StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { record } from '../journal/record.ts'
import { byStaff, type Actor } from '../scope/actor.ts'
import { cancelLettersOfDocument } from '../mail/post.ts'
import { WrongInvoiceState, lockInvoice } from './invoice.ts'
import type { Invoice, PreviewOfSending, Recipient as ShownRecipient, Sending } from './invoices.api.ts'
import { readTemplate } from './invoicing-settings.ts'
import { issue } from './issue-invoice.ts'
import { inWords, type InvoiceFacts } from './invoice-words.ts'
import { readInvoice } from './read-invoice.ts'

type Call = Scope & Pick<Services, 'sealer'> & { staff: StaffCaller }

const SCHEDULED_DAYS_MOST = 366

/** Who would receive an invoice, or a reminder of it, as things are. */
export async function invoiceRecipients(
  db: Db,
  organizationId: string,
  invoiceId: string,
  kind: 'invoices' | 'reminders',
  now: Date,
): Promise<{ recipients: ShownRecipient[] }> {
  const { customer } = await readFacts(db, organizationId, invoiceId)
  const decisions = await decideRecipients(db, organizationId, customer.id, kind, AS_USUAL, now)
  return { recipients: decisions.map(shown) }
}

/** What each recipient would read. A draft has no number yet, so the next one is shown in its place. */
export async function previewSending(
  { db, staff, now }: Pick<Call, 'db' | 'staff' | 'now'>,
  invoiceId: string,
  sending: PreviewOfSending,
) {
  const { organizationId } = staff
  const facts = await readFacts(db, organizationId, invoiceId)
  const template = await templateFor(db, organizationId, sending)
  const decisions = await decideRecipients(db, organizationId, facts.customer.id, 'invoices', sending, now)
  const document = {
    ...{ kind: 'invoice' as const, template, values: inWords(facts).values, customer: facts.customer },
    ...{ button: buttonTo(invoiceId), pdf: `${facts.number || '(number)'}.pdf`, attachPdf: facts.attachPdf },
  }
  return previewDocument(db, organizationId, document, decisions, sending.addresses)
}

/**
 * Mails an invoice to those who receive it, now or at a time: one mail each, all in the transaction that gives a
 * draft its number. With nobody to receive it nothing happens, and the refusal says who could.
 */
export async function sendInvoice(
  call: Call & { version: number },
  invoiceId: string,
  sending: Sending,
): Promise<Invoice> {
  const { db, staff, now, version } = call
  const { organizationId } = staff
  const notBefore = sending.at === undefined ? null : refusePast(new Date(sending.at), now)
  refuseUnknownPlaceholders(sending, 'invoice')
  const { customer } = await readFacts(db, organizationId, invoiceId)
  const kept = await keepAsContacts(call, customer.id, 'invoices', sending)
  const wanted = { ...sending, add: [...sending.add, ...kept] }
  return transaction(db, async (tx) => {
    await sendWithin(tx, call, byStaff(staff), now, { invoiceId, version }, wanted, notBefore)
    return readInvoice(tx, organizationId, invoiceId, now)
  })
}

const buttonTo = (invoiceId: string) => ({ label: 'View invoice', path: `invoices/${invoiceId}` })

/** In a transaction: all of it happens or none. Of many invoices each is sent in its own. */
export async function sendWithin(
  tx: Db,
  services: Pick<Services, 'sealer'>,
  by: Actor,
  now: Date,
  { invoiceId, version }: { invoiceId: string; version: number },
  sending: Omit<Sending, 'at'>,
  notBefore: Date | null,
): Promise<void> {
  const { organizationId } = by
  const invoice = await lockInvoice(tx, organizationId, invoiceId)
  if (invoice.version !== version) throw new StaleVersion()
  if (invoice.state === 'void') throw new WrongInvoiceState('It was voided: there is nothing to send.')
  if (invoice.state === 'draft') await issue(tx, by, now, invoice)
  const facts = await readFacts(tx, organizationId, invoiceId)
  const decisions = await decideRecipients(tx, organizationId, facts.customer.id, 'invoices', sending, now)
  const to = [...receiving(decisions), ...(await onceOnly(tx, organizationId, decisions, sending.addresses))]
  if (to.length === 0) throw new NobodyReceives(decisions)
  const document: OutgoingDocument = {
    ...inWords(facts),
    kind: 'invoice',
    id: invoiceId,
    invoiceId,
    customer: facts.customer,
    template: await templateFor(tx, organizationId, sending),
    button: buttonTo(invoiceId),
    attachment: { source: 'invoice', id: invoiceId, revision: facts.revision },
    attachPdf: facts.attachPdf,
    notBefore,
    cause: `invoice:${invoiceId}:${newId()}`,
  }
  await postDocument(tx, services, organizationId, now, document, to)
  await tx
    .updateTable('invoices')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', invoiceId)
    .execute()
  await record(tx, by, now, {
    action: notBefore ? 'invoice.scheduled' : 'invoice.sent',
    customerId: facts.customer.id,
    invoiceId,
    changes: {
      to: { new: to.map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email)) },
      ...(notBefore && { at: { new: notBefore.toISOString() } }),
    },
  })
}

/** What has not gone out yet is not sent. */
export function cancelSending(
  { db, staff, now }: Pick<Call, 'db' | 'staff' | 'now'>,
  invoiceId: string,
): Promise<Invoice> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    const { customerId } = await lockInvoice(tx, organizationId, invoiceId)
    const which = { documentId: invoiceId, kinds: ['invoice' as const] }
    const count = await cancelLettersOfDocument(
      { db: tx, organizationId, now },
      which,
      'the sending was cancelled',
    )
    if (count > 0)
      await record(tx, byStaff(staff), now, { action: 'invoice.sending-cancelled', customerId, invoiceId })
    return readInvoice(tx, organizationId, invoiceId, now)
  })
}

interface Facts extends InvoiceFacts {
  customer: { id: string; name: string }
  revision: number
  attachPdf: boolean
}

async function readFacts(db: Db, organizationId: string, invoiceId: string): Promise<Facts> {
  const { rows } = await sql<Omit<Facts, 'customer'> & { customerId: string; customerName: string }>`
    select i.number, i.currency, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.total_minor as "totalMinor", i.balance_minor as "balanceMinor", i.revision,
      u.id as "customerId", u.name as "customerName", o.name as "organizationName",
      o.language, coalesce(s.attach_pdf, true) as "attachPdf"
    from invoices i
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    join organizations o on o.id = i.organization_id
    left join invoicing_settings s on s.organization_id = i.organization_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  return { ...row, customer: { id: row.customerId, name: row.customerName } }
}

async function templateFor(
  db: Db,
  organizationId: string,
  { subject, message }: Partial<Pick<Sending, 'subject' | 'message'>>,
): Promise<Template> {
  const usual = await readTemplate(db, organizationId, 'invoice')
  return { subject: subject ?? usual.subject, message: message ?? usual.message }
}

export function refusePast(at: Date, now: Date): Date {
  const days = (at.getTime() - now.getTime()) / 86_400_000
  if (days < 0 || days > SCHEDULED_DAYS_MOST)
    throw new InvalidRequest([{ pointer: '/at', detail: 'Use a time in the future, within a year.' }])
  return at
}

/** Nobody would get it: better said before than noticed when the customer does not pay. */
export class NobodyReceives extends Problem {
  readonly decisions: RecipientDecision[]

  constructor(decisions: RecipientDecision[]) {
    const detail =
      'Nobody would receive this. Choose a contact or type an address, or let a contact of this customer receive it from now on.'
    super(409, 'nobody-receives', 'Nobody would receive this', detail, {
      extra: { recipients: decisions.map(shown) },
    })
    this.decisions = decisions
  }
}
