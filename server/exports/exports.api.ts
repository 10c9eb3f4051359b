import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { status } from '../http/fields.api.ts'

export const exportsApi = {
  customers: endpoint({
    method: 'GET',
    path: '/v1/customers.csv',
    summary: 'Download customers and their contacts as CSV, one row per contact; an import reads it back',
    description:
      'Cells that a spreadsheet would run as formulas begin with an apostrophe. The import removes exactly that one.',
    caller: 'viewer',
    query: z.strictObject({ status }),
    download: 'text/csv',
  }),
  invoices: endpoint({
    method: 'GET',
    path: '/v1/exports/invoices.csv',
    summary: 'Download all invoices as CSV, one row each; an import reads it back with the lines',
    caller: 'viewer',
    download: 'text/csv',
  }),
  invoiceLines: endpoint({
    method: 'GET',
    path: '/v1/exports/invoice-lines.csv',
    summary: 'Download the lines of all invoices as CSV',
    caller: 'viewer',
    download: 'text/csv',
  }),
  payments: endpoint({
    method: 'GET',
    path: '/v1/exports/payments.csv',
    summary: 'Download all payments as CSV, one row for each invoice that one pays',
    caller: 'viewer',
    download: 'text/csv',
  }),
  deliveries: endpoint({
    method: 'GET',
    path: '/v1/exports/deliveries.csv',
    summary: 'Download all deliveries as CSV: what was mailed to whom, and what became of it',
    caller: 'viewer',
    download: 'text/csv',
  }),
}
