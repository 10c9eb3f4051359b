import { serve } from '../http/serve.ts'
import { customersTable } from './export-customers.ts'
import { deliveriesTable } from './export-deliveries.ts'
import { invoiceLinesTable, invoicesTable } from './export-invoices.ts'
import { paymentsTable } from './export-payments.ts'
import { exportsApi } from './exports.api.ts'
import { writeCsv } from './write-csv.ts'
import { writeVcards } from './write-vcards.ts'
import { writeXlsx } from './write-xlsx.ts'

export const exportsRoutes = serve(exportsApi, {
  customersCsv: (call) => writeCsv(customersTable(call, call.query.status)),
  customersXlsx: (call) => writeXlsx(customersTable(call, call.query.status)),
  contactsVcard: (call) => writeVcards(call, call.query.status),
  invoicesCsv: (call) => writeCsv(invoicesTable(call)),
  invoicesXlsx: (call) => writeXlsx(invoicesTable(call)),
  invoiceLinesCsv: (call) => writeCsv(invoiceLinesTable(call)),
  invoiceLinesXlsx: (call) => writeXlsx(invoiceLinesTable(call)),
  paymentsCsv: (call) => writeCsv(paymentsTable(call)),
  paymentsXlsx: (call) => writeXlsx(paymentsTable(call)),
  deliveriesCsv: (call) => writeCsv(deliveriesTable(call)),
  deliveriesXlsx: (call) => writeXlsx(deliveriesTable(call)),
})
