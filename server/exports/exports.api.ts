import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { status } from '../http/fields.api.ts'

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const APOSTROPHES =
  'Cells that a spreadsheet would run as formulas begin with an apostrophe. The import removes exactly that one.'
const AS_TEXT = 'What is text is marked as text: no formula runs, and leading zeros stay.'

const query = z.strictObject({
  status: status.describe('Of the customers. Contacts who were deleted are left out.'),
})

/** Every file that leaves: the same rows, whichever format they are in. */
export const exportsApi = {
  customersCsv: endpoint({
    method: 'GET',
    path: '/v1/exports/customers.csv',
    summary: 'Download customers and their contacts as CSV, one row per contact; an import reads it back',
    description: APOSTROPHES,
    caller: 'viewer',
    query,
    download: CSV,
  }),
  customersXlsx: endpoint({
    method: 'GET',
    path: '/v1/exports/customers.xlsx',
    summary: 'Download customers and their contacts for Excel, one row per contact; an import reads it back',
    description: AS_TEXT,
    caller: 'viewer',
    query,
    download: XLSX,
  }),
  contactsVcard: endpoint({
    method: 'GET',
    path: '/v1/exports/contacts.vcf',
    summary: 'Download contacts as vCard 3.0 for an address book; an import reads it back',
    description:
      'One card for each contact of each customer. What vCard has no property for is in properties that begin with X-PORTICO-, which address books ignore. A customer without contacts has no card.',
    caller: 'viewer',
    query,
    download: 'text/vcard',
  }),
  invoicesCsv: endpoint({
    method: 'GET',
    path: '/v1/exports/invoices.csv',
    summary: 'Download all invoices as CSV, one row each; an import reads it back with the lines',
    caller: 'viewer',
    download: CSV,
  }),
  invoicesXlsx: endpoint({
    method: 'GET',
    path: '/v1/exports/invoices.xlsx',
    summary: 'Download all invoices for Excel, one row each; an import reads it back with the lines',
    caller: 'viewer',
    download: XLSX,
  }),
  invoiceLinesCsv: endpoint({
    method: 'GET',
    path: '/v1/exports/invoice-lines.csv',
    summary: 'Download the lines of all invoices as CSV',
    caller: 'viewer',
    download: CSV,
  }),
  invoiceLinesXlsx: endpoint({
    method: 'GET',
    path: '/v1/exports/invoice-lines.xlsx',
    summary: 'Download the lines of all invoices for Excel',
    caller: 'viewer',
    download: XLSX,
  }),
  paymentsCsv: endpoint({
    method: 'GET',
    path: '/v1/exports/payments.csv',
    summary: 'Download all payments as CSV, one row for each invoice that one pays',
    caller: 'viewer',
    download: CSV,
  }),
  paymentsXlsx: endpoint({
    method: 'GET',
    path: '/v1/exports/payments.xlsx',
    summary: 'Download all payments for Excel, one row for each invoice that one pays',
    caller: 'viewer',
    download: XLSX,
  }),
  deliveriesCsv: endpoint({
    method: 'GET',
    path: '/v1/exports/deliveries.csv',
    summary: 'Download all deliveries as CSV: what was mailed to whom, and what became of it',
    caller: 'viewer',
    download: CSV,
  }),
  deliveriesXlsx: endpoint({
    method: 'GET',
    path: '/v1/exports/deliveries.xlsx',
    summary: 'Download all deliveries for Excel: what was mailed to whom, and what became of it',
    caller: 'viewer',
    download: XLSX,
  }),
}
