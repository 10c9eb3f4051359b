import type { UpdateObject } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { Action } from '../journal/describe.ts'
import { record, type Changes } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import { WrongInvoiceState, lockInvoice, type LockedInvoice } from './invoice.ts'
import type { Invoice } from './invoices.api.ts'
import { readInvoice } from './read-invoice.ts'

/** An invoice that should not be paid keeps its number and its place, and is no longer owed. */
export function voidInvoice(scope: Scope, invoiceId: string, reason: string | null): Promise<Invoice> {
  return change(scope, invoiceId, async (tx, invoice) => {
    if (invoice.state === 'void') throw new WrongInvoiceState('It was voided already.')
    if (invoice.state === 'draft') throw new WrongInvoiceState('It is a draft: discard it instead.')
    if (invoice.paidMinor > 0) throw new WrongInvoiceState('It has payments. Reverse them first.')
    await cancelLettersOfDocument(tx, { invoiceId }, 'the invoice was voided')
    return {
      set: { state: 'void', voided_at: scope.now, void_reason: reason },
      action: 'invoice.voided',
      changes: { reason: { new: reason } },
    }
  })
}

/** A disputed invoice stays owed, but nobody is reminded of it. */
export function disputeInvoice(scope: Scope, invoiceId: string, note: string | null): Promise<Invoice> {
  return change(scope, invoiceId, async (tx, invoice) => {
    refuseUnlessSent(invoice)
    await cancelReminders(tx, invoiceId, 'the invoice is disputed')
    return {
      set: { disputed_since: invoice.disputedSince ?? scope.now, dispute_note: note },
      action: 'invoice.disputed',
      changes: { note: { new: note } },
    }
  })
}

export function settleDispute(scope: Scope, invoiceId: string): Promise<Invoice> {
  return change(scope, invoiceId, (_tx, invoice) =>
    invoice.disputedSince === null
      ? null
      : { set: { disputed_since: null, dispute_note: null }, action: 'invoice.dispute-settled', changes: {} },
  )
}

export function pauseReminders(scope: Scope, invoiceId: string, paused: boolean): Promise<Invoice> {
  return change(scope, invoiceId, async (tx, invoice) => {
    refuseUnlessSent(invoice)
    if (invoice.remindersPaused === paused) return null
    if (paused) await cancelReminders(tx, invoiceId, 'reminders of this invoice were paused')
    return {
      set: { reminders_paused: paused },
      action: paused ? 'invoice.reminders-paused' : 'invoice.reminders-resumed',
      changes: {},
    }
  })
}

interface Written {
  set: UpdateObject<Tables, 'invoices'>
  action: Action
  changes: Changes
}

function change(
  scope: Scope,
  invoiceId: string,
  decide: (tx: InTransaction, invoice: LockedInvoice) => Promise<Written | null> | Written | null,
): Promise<Invoice> {
  const { organizationId, now } = scope
  return inTransaction(scope, async (tx) => {
    const invoice = await lockInvoice(tx, invoiceId)
    const written = await decide(tx, invoice)
    if (written) {
      await tx.db
        .updateTable('invoices')
        .set({ ...written.set, version: invoice.version + 1, updated_at: now })
        .where('organization_id', '=', organizationId)
        .where('id', '=', invoiceId)
        .execute()
      const { action, changes } = written
      await record(tx, { action, customerId: invoice.customerId, invoiceId, changes })
    }
    return readInvoice(tx, invoiceId)
  })
}

const cancelReminders = (tx: InTransaction, invoiceId: string, why: string) =>
  cancelLettersOfDocument(tx, { invoiceId, kinds: ['reminder'] }, why)

function refuseUnlessSent({ state }: LockedInvoice) {
  if (state === 'draft') throw new WrongInvoiceState('It is a draft: nothing is owed yet.')
  if (state === 'void') throw new WrongInvoiceState('It was voided: nothing is owed.')
}
