import { serve } from '../http/serve.ts'
import { beginInvoiceBatch, checkInvoices } from './begin-invoice-batch.ts'
import { findByAmount } from './find-by-amount.ts'
import { listBatchedInvoices, listInvoiceBatches, readInvoiceBatch } from './invoice-batch.ts'
import { invoiceBatchesApi } from './invoice-batches.api.ts'
import { invoicesApi } from './invoices.api.ts'
import { invoicingSettingsApi } from './invoicing-settings.api.ts'
import { changeInvoicingSettings, readInvoicingSettings, readLogo } from './invoicing-settings.ts'
import { issueInvoice } from './issue-invoice.ts'
import { invoiceTotals, listInvoices } from './list-invoices.ts'
import { listRevisions } from './list-revisions.ts'
import { listViews } from './invoice-views.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { readInvoice } from './read-invoice.ts'
import { cancelSending, invoiceRecipients, previewSending, sendInvoice } from './send-invoice.ts'
import { disputeInvoice, pauseReminders, settleDispute, voidInvoice } from './settle-invoice.ts'
import { addInvoice, changeInvoice, discardDraft, duplicateInvoice } from './write-invoice.ts'

export const invoicesRoutes = serve(invoicesApi, {
  list: (call) => listInvoices(call, call.query),
  ofAmount: (call) => findByAmount(call, call.query.amount),
  totals: (call) => invoiceTotals(call, call.query),
  add: (call) => addInvoice(call, call.body),
  read: (call) => readInvoice(call, call.params.invoiceId),
  change: (call) => changeInvoice(call, call.params.invoiceId, call.version, call.body),
  discard: (call) => discardDraft(call, call.params.invoiceId),
  issue: (call) => issueInvoice(call, call.params.invoiceId),
  void: (call) => voidInvoice(call, call.params.invoiceId, call.body.reason),
  duplicate: (call) => duplicateInvoice(call, call.params.invoiceId),
  dispute: (call) => disputeInvoice(call, call.params.invoiceId, call.body.note),
  settleDispute: (call) => settleDispute(call, call.params.invoiceId),
  pauseReminders: (call) => pauseReminders(call, call.params.invoiceId, call.body.paused),
  revisions: (call) => listRevisions(call, call.params.invoiceId, call.query),
  views: (call) => listViews(call, call.params.invoiceId),
  recipients: (call) => invoiceRecipients(call, call.params.invoiceId, call.query.kind),
  preview: (call) => previewSending(call, call.params.invoiceId, call.body),
  send: (call) => sendInvoice(call, call.params.invoiceId, call.version, call.body),
  cancelSending: (call) => cancelSending(call, call.params.invoiceId),
  pdf: (call) => invoicePdf(call, call.params.invoiceId, call.query.revision),
})

export const invoicingSettingsRoutes = serve(invoicingSettingsApi, {
  read: (call) => readInvoicingSettings(call),
  change: (call) => changeInvoicingSettings(call, call.version, call.body),
  logo: (call) => readLogo(call, call.params.logoId),
})

export const invoiceBatchesRoutes = serve(invoiceBatchesApi, {
  check: (call) => checkInvoices(call, call.body.invoiceIds),
  add: (call) => beginInvoiceBatch(call, call.body),
  list: (call) => listInvoiceBatches(call, call.query),
  read: (call) => readInvoiceBatch(call, call.params.batchId),
  invoices: (call) => listBatchedInvoices(call, call.params.batchId, call.query),
})
