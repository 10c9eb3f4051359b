import { expect, test } from 'vitest'
import { invoiceFields, type InvoiceField } from '../imports.api.ts'
import { mapInvoiceColumns } from './map-invoice-columns.ts'

const mapped = (columns: string, ...rows: string[]) =>
  mapInvoiceColumns(
    columns.split(';'),
    rows.map((row) => row.split(';')),
  ).fields

test.each([
  ['Invoice ID;Invoice Number;Invoice date', ',invoiceNumber,issueDate'],
  ['InvoiceId;CustomerId;InvoiceDate;BillingCity;Total', 'invoiceNumber,accountNumber,issueDate,,total'],
  ['Invoice;Date;Customer;Qty;Price;Amount', 'invoiceNumber,issueDate,customerName,quantity,unitPrice,'],
  ['Invoice;Date;Customer;Amount', 'invoiceNumber,issueDate,customerName,total'],
  [
    'Rechnungsnr.;Datum;Kunde;Bezeichnung;Menge;Einzelpreis;MwSt-Satz',
    'invoiceNumber,issueDate,customerName,description,quantity,unitPrice,taxRate',
  ],
])('by its heading: %s', (columns, fields) =>
  expect(mapped(columns).map((field) => field ?? '')).toEqual(fields.split(',')),
)

test('whether it is paid is no amount, and when it was is a day', () => {
  expect(mapped('Invoice;Paid;Amount paid', '1;Yes;10.00', '2;No;0.00')).toEqual([
    'invoiceNumber',
    'paymentStatus',
    'paid',
  ])
  expect(mapped('Invoice;Betaald', '1;1', '2;0')).toEqual(['invoiceNumber', 'paymentStatus'])
  expect(mapped('Invoice;Paid', '1;0', '2;0', '3;0', '4;250')).toEqual(['invoiceNumber', 'paid'])
  expect(mapped('Invoice;Paid', '1;Paid', '2;Partial')).toEqual(['invoiceNumber', 'paymentStatus'])
  expect(mapped('Invoice;Paid', '1;2026-01-31')).toEqual(['invoiceNumber', 'paidOn'])
  expect(mapped('Invoice;Paid', '1;10.00')).toEqual(['invoiceNumber', 'paid'])
})

test('a number is the number of the invoice, however few have one; an id where there is nothing else', () => {
  expect(mapped('Invoice ID;Invoice No', '900;', '901;R-1')).toEqual([null, 'invoiceNumber'])
  expect(mapped('Invoice ID;Total', '900;1.00')).toEqual(['invoiceNumber', 'total'])
})

test('what an export of ours calls the columns is what they are', () => {
  const fields = Object.keys(invoiceFields) as InvoiceField[]
  expect(mapInvoiceColumns(Object.values(invoiceFields), []).fields).toEqual(fields)
})
