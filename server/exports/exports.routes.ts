import { serve } from '../http/serve.ts'
import { exportCustomers } from './export-customers.ts'
import { exportDeliveries } from './export-deliveries.ts'
import { exportInvoiceLines, exportInvoices } from './export-invoices.ts'
import { exportPayments } from './export-payments.ts'
import { exportsApi } from './exports.api.ts'

export const exportsRoutes = serve(exportsApi, {
  customers: (call) => exportCustomers(call, call.query.status),
  invoices: (call) => exportInvoices(call),
  invoiceLines: (call) => exportInvoiceLines(call),
  payments: (call) => exportPayments(call),
  deliveries: (call) => exportDeliveries(call),
})
