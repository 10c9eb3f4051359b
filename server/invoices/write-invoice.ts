import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { InvalidRequest, NotFound, StaleVersion } from '../http/problems.ts'
import { differences, record } from '../journal/record.ts'
import { inTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import { lineInWords } from './line-in-words.ts'
import { readInvoice } from './read-invoice.ts'
import { makeRevision } from './revision.ts'
import {
  WrongInvoiceState,
  lockInvoice,
  totalColumns,
  type LockedInvoice,
  type StoredLine,
} from './invoice.ts'
import type { Invoice, InvoiceChange, NewInvoice, NewLine } from './invoices.api.ts'
import { daysAfter, todayIn } from '../time/day.ts'
import { plainDecimal } from './totals.ts'

/** Adds a draft. What is left out is taken from the customer and the organization. */
export async function addInvoice(scope: Scope, body: NewInvoice): Promise<Invoice> {
  const { organizationId, now } = scope
  const usual = await usualFor(scope, body.customerId)
  const issueDate = body.issueDate ?? todayIn(usual.timeZone, now)
  const dueDate = body.dueDate ?? daysAfter(issueDate, usual.termsDays)
  refuseDueBeforeIssue(issueDate, dueDate)
  const content = {
    lines: storedLines(body.lines ?? [], usual.taxRate),
    discountPercent: plainDecimal(body.discountPercent ?? '0'),
  }
  const totals = totalColumns(content)
  const id = newId()
  await inTransaction(scope, async (tx) => {
    await tx.db
      .insertInto('invoices')
      .values({
        organization_id: organizationId,
        id,
        customer_id: body.customerId,
        currency: body.currency ?? usual.currency,
        issue_date: issueDate,
        due_date: dueDate,
        purchase_order: body.purchaseOrder ?? null,
        notes: body.notes ?? null,
        lines: JSON.stringify(content.lines),
        discount_percent: content.discountPercent,
        ...totals,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await record(tx, {
      action: 'invoice.added',
      customerId: body.customerId,
      invoiceId: id,
      changes: {},
    })
  })
  return readInvoice(scope, id)
}

/** A new draft of today, with the customer and the lines of another invoice. */
export async function duplicateInvoice(scope: Scope, invoiceId: string): Promise<Invoice> {
  const { customerId, currency, lines, discountPercent, notes } = await readInvoice(scope, invoiceId)
  return addInvoice(scope, {
    customerId,
    currency,
    discountPercent,
    notes,
    lines: lines.map(({ amountMinor: _, ...line }) => line),
  })
}

/**
 * Changes the given fields. A draft may become anything; a sent invoice keeps its customer, currency and number, and
 * what was sent before is kept beside the new revision.
 */
export async function changeInvoice(
  scope: Scope,
  invoiceId: string,
  version: number,
  change: InvoiceChange,
): Promise<Invoice> {
  const { organizationId, now } = scope
  return inTransaction(scope, async (tx) => {
    const before = await lockInvoice(tx, invoiceId)
    if (before.version !== version) throw new StaleVersion()
    refuseChange(before, change)
    const usual = await usualFor(tx, change.customerId ?? before.customerId)
    const after = changed(before, change, usual.taxRate)
    refuseDueBeforeIssue(after.issueDate, after.dueDate)
    const changes = differences(shown(before), shown(after))
    if (Object.keys(changes).length === 0) return readInvoice(tx, invoiceId)
    const totals = totalColumns(after)
    refuseLessThanPaid(before, totals.total_minor)
    const revision = before.state === 'draft' ? 0 : before.revision + 1
    await tx.db
      .updateTable('invoices')
      .set({
        customer_id: after.customerId,
        currency: after.currency,
        issue_date: after.issueDate,
        due_date: after.dueDate,
        purchase_order: after.purchaseOrder,
        notes: after.notes,
        lines: JSON.stringify(after.lines),
        discount_percent: after.discountPercent,
        ...totals,
        ...(revision > 0 && { paid_at: before.paidMinor === totals.total_minor ? paidSince(now) : null }),
        revision,
        version: before.version + 1,
        updated_at: now,
      })
      .where('organization_id', '=', organizationId)
      .where('id', '=', invoiceId)
      .execute()
    if (revision > 0) {
      await makeRevision(tx, invoiceId)
      await cancelLettersOfDocument(tx, { invoiceId }, 'the invoice was changed since')
    }
    await record(tx, {
      action: revision > 0 ? 'invoice.revised' : 'invoice.changed',
      customerId: after.customerId,
      invoiceId,
      changes,
    })
    return readInvoice(tx, invoiceId)
  })
}

/** When it was paid before, or now, if nothing is owed any more. */
const paidSince = (now: Date) => sql<string>`coalesce(paid_at, ${now}::timestamptz)`

/** Throws a draft away. What was sent is never deleted: it is voided. */
export async function discardDraft(scope: Scope, invoiceId: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const { state, customerId } = await lockInvoice(tx, invoiceId)
    if (state !== 'draft')
      throw new WrongInvoiceState('It was sent, so it stays. Void it if it should not be paid.')
    await tx.db
      .deleteFrom('invoices')
      .where('organization_id', '=', tx.organizationId)
      .where('id', '=', invoiceId)
      .execute()
    await record(tx, { action: 'invoice.discarded', customerId, invoiceId })
  })
}

function changed(before: LockedInvoice, change: InvoiceChange, taxRate: string): LockedInvoice {
  return {
    ...before,
    customerId: change.customerId ?? before.customerId,
    currency: change.currency ?? before.currency,
    issueDate: change.issueDate ?? before.issueDate,
    dueDate: change.dueDate ?? before.dueDate,
    purchaseOrder: change.purchaseOrder === undefined ? before.purchaseOrder : change.purchaseOrder,
    notes: change.notes === undefined ? before.notes : change.notes,
    lines: change.lines ? storedLines(change.lines, taxRate) : before.lines,
    discountPercent: plainDecimal(change.discountPercent ?? before.discountPercent),
  }
}

/** What the journal records: the lines by what they come to. */
function shown(invoice: LockedInvoice) {
  const { customerId, currency, issueDate, dueDate, purchaseOrder, notes, discountPercent, lines } = invoice
  return {
    customerId,
    currency,
    issueDate,
    dueDate,
    purchaseOrder,
    notes,
    discountPercent,
    lines: lines.map((line) => inWords(line, currency)),
  }
}
const inWords = (line: StoredLine, currency: string) =>
  lineInWords({ ...line, description: line.description.slice(0, 100) }, currency) +
  (line.discountPercent === '0' ? '' : ` −${line.discountPercent} %`) +
  (line.taxRate === '0' ? '' : ` +${line.taxRate} %`)

const storedLines = (lines: NewLine[], taxRate: string): StoredLine[] =>
  lines.map((line) => ({
    description: line.description,
    quantity: plainDecimal(line.quantity),
    unitPriceMinor: line.unitPriceMinor,
    discountPercent: plainDecimal(line.discountPercent),
    taxRate: plainDecimal(line.taxRate ?? taxRate),
  }))

interface Usual {
  currency: string
  termsDays: number
  taxRate: string
  timeZone: string
}

async function usualFor({ db, organizationId }: Reading, customerId: string): Promise<Usual> {
  const { rows } = await sql<Usual & { active: boolean }>`
    select coalesce(u.currency, o.currency) as currency, o.time_zone as "timeZone", u.active,
      coalesce(u.payment_terms_days, s.default_terms_days, ${TERMS_DAYS}) as "termsDays",
      coalesce(trim_scale(s.default_tax_rate)::text, '0') as "taxRate"
    from customers u
    join organizations o on o.id = u.organization_id
    left join invoicing_settings s on s.organization_id = u.organization_id
    where u.organization_id = ${organizationId} and u.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  return rows[0]
}
const TERMS_DAYS = 30

function refuseDueBeforeIssue(issueDate: string, dueDate: string) {
  if (dueDate < issueDate)
    throw new InvalidRequest([{ pointer: '/dueDate', detail: 'Use the issue date or a later day.' }])
}

function refuseChange({ state, customerId, currency }: LockedInvoice, change: InvoiceChange) {
  if (state === 'void') throw new WrongInvoiceState('It was voided. Duplicate it instead.')
  if (state === 'draft') return
  const fixed = (pointer: string) =>
    new InvalidRequest([
      {
        pointer,
        detail: 'This cannot change once the invoice was sent. Void the invoice, and write a new one.',
      },
    ])
  if (change.customerId !== undefined && change.customerId !== customerId) throw fixed('/customerId')
  if (change.currency !== undefined && change.currency !== currency) throw fixed('/currency')
  if (change.lines?.length === 0)
    throw new InvalidRequest([
      { pointer: '/lines', detail: 'An invoice needs at least one line. To cancel the invoice, void it.' },
    ])
}

function refuseLessThanPaid({ paidMinor }: LockedInvoice, totalMinor: number) {
  if (totalMinor < paidMinor)
    throw new WrongInvoiceState(
      'More has been paid than this total. Reverse a payment first, or keep the total at what was paid or above.',
    )
}
