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

test('a tax is a rate or an amount where its values show it', () => {
  const taxOf = (...rows: string[]) => mapped('Invoice;Price;Tax', ...rows).at(-1)
  expect(taxOf('1;10;19%', '2;20;7 %')).toBe('taxRate')
  expect(taxOf('1;10;€1.90', '2;20;0')).toBe('taxAmount')
  expect(taxOf('1;1000;190')).toBe('taxAmount')
  expect(taxOf('1;10;19', '2;25;19', '3;31;19', '4;7;7')).toBe('taxRate')
  // One tax of an invoice, on each of its lines.
  expect(taxOf('1;10;19', '1;25;19', '1;31;19')).toBe('tax')
  expect(taxOf('1;10;1.90', '2;20;3.80')).toBe('tax')
  expect(mapped('Invoice;Discount', '1;$10.00')).toEqual(['invoiceNumber', 'discountAmount'])
})

test('a number is the number of the invoice, however few have one; an id where there is nothing else', () => {
  expect(mapped('Invoice ID;Invoice No', '900;', '901;R-1')).toEqual([null, 'invoiceNumber'])
  expect(mapped('Invoice ID;Total', '900;1.00')).toEqual(['invoiceNumber', 'total'])
})

test('what an export of ours calls the columns is what they are', () => {
  const fields = Object.keys(invoiceFields) as InvoiceField[]
  expect(mapInvoiceColumns(Object.values(invoiceFields), []).fields).toEqual(fields)
})
