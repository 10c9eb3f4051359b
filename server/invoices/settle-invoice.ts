import type { UpdateObject } from 'kysely'
import { transaction, type Db, type Transaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { StaffCaller } from '../http/serve.ts'
import { record, type Changes } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import { WrongInvoiceState, lockInvoice, type LockedInvoice } from './invoice.ts'
import type { Invoice } from './invoices.api.ts'
import { readInvoice } from './read-invoice.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }

/** An invoice that should not be paid keeps its number and its place, and is no longer owed. */
export function voidInvoice(call: Call, invoiceId: string, reason: string | null): Promise<Invoice> {
  return change(call, invoiceId, async (tx, invoice) => {
    if (invoice.state === 'void') throw new WrongInvoiceState('It was voided already.')
    if (invoice.state === 'draft') throw new WrongInvoiceState('It is a draft: discard it instead.')
    if (invoice.paidMinor > 0) throw new WrongInvoiceState('It has payments. Reverse them first.')
    const { organizationId } = call.staff
    await cancelLettersOfDocument(
      { db: tx, organizationId, now: call.now },
      { invoiceId },
      'the invoice was voided',
    )
    return {
      set: { state: 'void', voided_at: call.now, void_reason: reason },
      action: 'invoice.voided',
      changes: { reason: { new: reason } },
    }
  })
}

/** A disputed invoice stays owed, but nobody is reminded of it. */
export function disputeInvoice(call: Call, invoiceId: string, note: string | null): Promise<Invoice> {
  return change(call, invoiceId, async (tx, invoice) => {
    refuseUnlessSent(invoice)
    await cancelReminders(tx, call, invoiceId, 'the invoice is disputed')
    return {
      set: { disputed_since: invoice.disputedSince ?? call.now, dispute_note: note },
      action: 'invoice.disputed',
      changes: { note: { new: note } },
    }
  })
}

export function settleDispute(call: Call, invoiceId: string): Promise<Invoice> {
  return change(call, invoiceId, (_tx, invoice) =>
    invoice.disputedSince === null
      ? null
      : { set: { disputed_since: null, dispute_note: null }, action: 'invoice.dispute-settled', changes: {} },
  )
}

export function pauseReminders(call: Call, invoiceId: string, paused: boolean): Promise<Invoice> {
  return change(call, invoiceId, async (tx, invoice) => {
    refuseUnlessSent(invoice)
    if (invoice.remindersPaused === paused) return null
    if (paused) await cancelReminders(tx, call, invoiceId, 'reminders of this invoice were paused')
    return {
      set: { reminders_paused: paused },
      action: paused ? 'invoice.reminders-paused' : 'invoice.reminders-resumed',
      changes: {},
    }
  })
}

interface Written {
  set: UpdateObject<Tables, 'invoices'>
  action: string
  changes: Changes
}

function change(
  { db, staff, now }: Call,
  invoiceId: string,
  decide: (tx: Transaction<Tables>, invoice: LockedInvoice) => Promise<Written | null> | Written | null,
): Promise<Invoice> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    const invoice = await lockInvoice(tx, organizationId, invoiceId)
    const written = await decide(tx, invoice)
    if (written) {
      await tx
        .updateTable('invoices')
        .set({ ...written.set, version: invoice.version + 1, updated_at: now })
        .where('organization_id', '=', organizationId)
        .where('id', '=', invoiceId)
        .execute()
      const { action, changes } = written
      await record(tx, byStaff(staff), now, { action, customerId: invoice.customerId, invoiceId, changes })
    }
    return readInvoice(tx, organizationId, invoiceId, now)
  })
}

const cancelReminders = (tx: Transaction<Tables>, { staff, now }: Call, invoiceId: string, why: string) =>
  cancelLettersOfDocument(
    { db: tx, organizationId: staff.organizationId, now },
    { invoiceId, kinds: ['reminder'] },
    why,
  )

function refuseUnlessSent({ state }: LockedInvoice) {
  if (state === 'draft') throw new WrongInvoiceState('It is a draft: nothing is owed yet.')
  if (state === 'void') throw new WrongInvoiceState('It was voided: nothing is owed.')
}
