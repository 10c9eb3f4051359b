import { idAt } from '../server/database/id.ts'
import type { Transaction } from '../server/database/database.ts'
import type { Tables } from '../server/database/tables.ts'
import { makeRevision } from '../server/invoices/revision.ts'
import { makeLadder } from '../server/reminders/reminder-settings.ts'
import { insertAll } from './insert-all.ts'
import type { StaffActor } from './sample-history.ts'
import { SAMPLE_INVOICES_SENT, type SampleInvoice } from './sample-invoices.ts'
import { mailsOf } from './sample-mails.ts'
import type { SamplePerson } from './sample-people.ts'
import type { Bounce } from './sample-refusals.ts'
import { minutesAfter } from './sample-time.ts'

interface Billing {
  organizationId: string
  organizationName: string
  now: Date
  staff: StaffActor[]
  people: SamplePerson[]
  invoices: SampleInvoice[]
  bounces: Map<string, Bounce>
}

/** Fills the sample company with a year of invoices, who received them, what was paid, and its journal. */
export async function fillBilling(tx: Transaction<Tables>, billing: Billing): Promise<void> {
  const { organizationId, organizationName, now, staff, people, invoices, bounces } = billing
  const of = { organization_id: organizationId }
  await insertAll(tx, 'invoicing_settings', [settings(of, now)])
  await makeLadder({ db: tx, organizationId, now })
  await insertAll(
    tx,
    'invoices',
    invoices.map((invoice) => ({ ...of, ...invoiceRow(invoice) })),
  )
  for (const { id, state, at } of invoices)
    if (state !== 'draft') await makeRevision({ db: tx, organizationId, now: at, by: by(staff, at) }, id)
  const mailed = invoices.flatMap((invoice) => mailsOf(organizationName, people, bounces, invoice))
  await insertAll(
    tx,
    'deliveries',
    mailed.map(({ delivery }) => ({ ...of, ...delivery })),
  )
  await insertAll(
    tx,
    'delivery_attempts',
    mailed.flatMap(({ attempts }) => attempts.map((attempt) => ({ ...of, ...attempt }))),
  )
  await insertAll(
    tx,
    'invoice_views',
    mailed.flatMap(({ view }) => (view && view.last_at < now.toISOString() ? [{ ...of, ...view }] : [])),
  )
  const payments = invoices.flatMap((invoice) => paymentRows(staff, invoice))
  await insertAll(
    tx,
    'payments',
    payments.map(({ payment }) => ({ ...of, ...payment })),
  )
  await insertAll(
    tx,
    'payment_allocations',
    payments.map(({ payment, invoiceId }) => ({
      ...of,
      payment_id: payment.id,
      invoice_id: invoiceId,
      amount_minor: payment.amount_minor,
    })),
  )
  const wasMailed = new Set(mailed.map(({ delivery }) => delivery.document_id))
  await insertAll(
    tx,
    'journal',
    invoices.flatMap((invoice) =>
      lifeOf(invoice, wasMailed.has(invoice.id)).map(({ at, action, changes }) => ({
        ...of,
        id: idAt(at),
        at: at.toISOString(),
        actor_kind: 'staff',
        actor_id: by(staff, at).id,
        actor_name: by(staff, at).name,
        action,
        customer_id: invoice.customerId,
        invoice_id: invoice.id,
        changes,
      })),
    ),
  )
  await insertAll(
    tx,
    'journal',
    bounceNotes(people, bounces).map((note) => ({ ...of, ...note })),
  )
}

function bounceNotes(people: SamplePerson[], bounces: Map<string, Bounce>) {
  return people.flatMap(({ id, email }) => {
    const bounce = bounces.get(email)
    if (!bounce) return []
    const { at, why } = bounce
    return [
      {
        id: idAt(at),
        at: at.toISOString(),
        actor_kind: 'system',
        actor_name: 'Portico',
        action: 'person.address-bounced',
        person_id: id,
        changes: { email: { new: email }, reason: { new: why } },
      },
    ]
  })
}

const settings = (of: { organization_id: string }, now: Date) => ({
  ...of,
  number_prefix: 'INV-',
  number_digits: 4,
  next_number: SAMPLE_INVOICES_SENT + 1,
  default_terms_days: 30,
  default_tax_rate: '20',
  seller_address: {
    line1: 'The Old Glasshouse',
    line2: '4 Orchard Mews',
    city: 'Bristol',
    region: '',
    postalCode: 'BS1 5TR',
    country: 'United Kingdom',
  },
  seller_email: 'accounts@juniper-vale.example',
  tax_id: 'GB 999 9999 73',
  payment_instructions:
    'Please pay by bank transfer to Juniper & Vale with the number of the invoice.\nSort code 20-20-15, account 55555555. From abroad: IBAN GB33 BUKB 2020 1555 5555 55.',
  footer: 'Juniper & Vale · Plants for other people’s rooms, and their care',
  attach_pdf: true,
  templates: {},
  reminders_on: true,
  reminders_on_since: now.toISOString().slice(0, 10),
  send_from_hour: 9,
  send_until_hour: 17,
  statements_on: false,
  statements_day: 1,
  version: 1,
  updated_at: now.toISOString(),
})

function invoiceRow(invoice: SampleInvoice) {
  const { totals, payments, at } = invoice
  const kept = payments.filter(({ reversedAt }) => !reversedAt)
  const paidMinor = kept.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const isPaid = invoice.state === 'sent' && paidMinor === totals.totalMinor
  const isDraft = invoice.state === 'draft'
  return {
    id: invoice.id,
    customer_id: invoice.customerId,
    state: invoice.state,
    number: invoice.number,
    currency: invoice.currency,
    issue_date: invoice.issueDate,
    due_date: invoice.dueDate,
    purchase_order: invoice.purchaseOrder,
    notes: invoice.notes,
    lines: invoice.lines,
    discount_percent: invoice.discountPercent,
    subtotal_minor: totals.subtotalMinor,
    discount_minor: totals.discountMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
    paid_minor: paidMinor,
    revision: isDraft ? 0 : 1,
    disputed_since: invoice.disputedAt?.toISOString() ?? null,
    dispute_note: invoice.disputedAt ? 'They counted fewer pots than we did.' : null,
    reminders_paused: invoice.remindersPaused,
    sent_at: isDraft ? null : at.toISOString(),
    paid_at: isPaid ? kept.at(-1)!.at.toISOString() : null,
    voided_at: invoice.voidedAt?.toISOString() ?? null,
    void_reason: invoice.voidedAt ? 'A duplicate of another invoice.' : null,
    version: 1,
    created_at: minutesAfter(at, -35).toISOString(),
    updated_at: (invoice.voidedAt ?? kept.at(-1)?.at ?? at).toISOString(),
  }
}

function paymentRows(staff: StaffActor[], invoice: SampleInvoice) {
  return invoice.payments.flatMap(({ id, at, amountMinor, method, reversedAt }) => {
    const payment = (paymentId: string, time: Date, amount: number, more: object) => ({
      invoiceId: invoice.id,
      payment: {
        id: paymentId,
        customer_id: invoice.customerId,
        currency: invoice.currency,
        amount_minor: amount,
        received_on: time.toISOString().slice(0, 10),
        method,
        reference: method === 'transfer' ? invoice.number : null,
        note: null,
        reverses: null,
        created_by: by(staff, time).name,
        created_at: time.toISOString(),
        ...more,
      },
    })
    const received = payment(id, at, amountMinor, {})
    return reversedAt
      ? [
          received,
          payment(idAt(reversedAt), reversedAt, -amountMinor, {
            reverses: id,
            note: 'The cheque came back.',
          }),
        ]
      : [received]
  })
}

/** What the journal says about an invoice. */
function lifeOf(invoice: SampleInvoice, wasMailed: boolean) {
  const { at, number, currency, voidedAt, disputedAt, payments, state } = invoice
  const life: { at: Date; action: string; changes: object }[] = []
  const tell = (time: Date, action: string, changes: object = {}) => life.push({ at: time, action, changes })
  tell(minutesAfter(at, -35), 'invoice.added')
  if (state === 'draft') return life
  tell(at, 'invoice.issued', { number: { new: number } })
  if (wasMailed) tell(minutesAfter(at, 1), 'invoice.sent')
  for (const payment of payments) {
    const { amountMinor, reversedAt } = payment
    const changes = (amount: number) => ({ amountMinor: { new: amount }, currency: { new: currency } })
    tell(payment.at, 'payment.recorded', changes(amountMinor))
    if (reversedAt) tell(reversedAt, 'payment.reversed', changes(-amountMinor))
  }
  if (disputedAt)
    tell(disputedAt, 'invoice.disputed', { note: { new: 'They counted fewer pots than we did.' } })
  if (voidedAt) tell(voidedAt, 'invoice.voided', { reason: { new: 'A duplicate of another invoice.' } })
  return life
}

const by = (staff: StaffActor[], at: Date) => staff[at.getUTCDate() % 3 === 0 ? 1 : 0]!
