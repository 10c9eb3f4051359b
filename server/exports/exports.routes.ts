import { serve } from '../http/serve.ts'
import { customersTable } from './export-customers.ts'
import { deliveriesTable } from './export-deliveries.ts'
import { invoiceLinesTable, invoicesTable } from './export-invoices.ts'
import { paymentsTable } from './export-payments.ts'
import { exportsApi } from './exports.api.ts'
import { writeCsv } from './write-csv.ts'
import { writeVcards } from './write-vcards.ts'
import type { Table } from './table.ts'

export const exportsRoutes = serve(exportsApi, {
  customersCsv: (call) => writeCsv(customersTable(call, call.query.status)),
  customersXlsx: (call) => asXlsx(customersTable(call, call.query.status)),
  contactsVcard: (call) => writeVcards(call, call.query.status),
  invoicesCsv: (call) => writeCsv(invoicesTable(call)),
  invoicesXlsx: (call) => asXlsx(invoicesTable(call)),
  invoiceLinesCsv: (call) => writeCsv(invoiceLinesTable(call)),
  invoiceLinesXlsx: (call) => asXlsx(invoiceLinesTable(call)),
  paymentsCsv: (call) => writeCsv(paymentsTable(call)),
  paymentsXlsx: (call) => asXlsx(paymentsTable(call)),
  deliveriesCsv: (call) => writeCsv(deliveriesTable(call)),
  deliveriesXlsx: (call) => asXlsx(deliveriesTable(call)),
})

/** What writes workbooks is loaded when the first one is asked for: a start does without. */
async function asXlsx(table: Table) {
  const { writeXlsx } = await import('./write-xlsx.ts')
  return writeXlsx(table)
}
