import type {
  InvoiceDocument,
  InvoiceLine,
  ReceiptDocument,
  Seller,
  StatementDocument,
} from '../server/documents/pdf/document.ts'

/** Documents for tests and benchmarks. */

/** One dot. */
export const LOGO = {
  type: 'image/png' as const,
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
}

const seller: Seller = {
  name: 'Northwind Traders',
  address: '12 Harbour Street\nBristol BS1 4QA\nUnited Kingdom',
  taxId: 'GB 123 4567 89',
  email: 'billing@northwind.example',
  paymentInstructions:
    'Bank transfer to Harbour Bank\nIBAN GB29 NWBK 6016 1331 9268 19 · BIC NWBKGB2L\nPlease name the invoice number.',
  footer: 'Northwind Traders Ltd · Registered in England 01234567',
  accentColor: '#0a7f5a',
}

export function sampleInvoice(changes: Partial<InvoiceDocument> = {}, lineCount = 4): InvoiceDocument {
  const lines = changes.lines ?? Array.from({ length: lineCount }, (_, at) => sampleLine(at))
  const subtotalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const discountMinor = changes.discountMinor ?? 0
  const netMinor = subtotalMinor - discountMinor
  const taxMinor = Math.round(netMinor * 0.19)
  return {
    kind: 'invoice',
    number: '2026-0042',
    revision: 1,
    issueDate: '2026-11-02',
    dueDate: '2026-12-02',
    purchaseOrder: 'PO-77120',
    currency: 'EUR',
    language: 'en',
    seller,
    buyer: {
      name: 'Alfreds Futterkiste',
      accountNumber: 'C-1001',
      address: 'Obere Str. 57\n12209 Berlin\nGermany',
      attention: 'Maria Anders',
    },
    lines,
    subtotalMinor,
    discountPercent: null,
    discountMinor,
    taxes: [{ rate: '19', netMinor, taxMinor }],
    totalMinor: netMinor + taxMinor,
    notes: 'Thank you for your order. Goods remain ours until they are paid for.',
    ...changes,
  }
}

export function sampleLine(at: number): InvoiceLine {
  const unitPriceMinor = 1250 + at * 317
  return {
    description: WARES[at % WARES.length]!,
    quantity: String((at % 7) + 1),
    unitPriceMinor,
    discountPercent: null,
    taxRate: '19',
    amountMinor: unitPriceMinor * ((at % 7) + 1),
  }
}

export function sampleReceipt(changes: Partial<ReceiptDocument> = {}): ReceiptDocument {
  const { seller: from, buyer } = sampleInvoice()
  return {
    kind: 'receipt',
    number: 'R-2026-0007',
    receivedOn: '2026-11-20',
    method: 'Bank transfer',
    reference: 'SEPA 88123',
    currency: 'EUR',
    language: 'en',
    amountMinor: 50_000,
    seller: from,
    buyer,
    invoices: [
      { number: '2026-0042', totalMinor: 41_250, paidMinor: 41_250 },
      { number: '2026-0045', totalMinor: 9_900, paidMinor: 5_000 },
    ],
    notes: null,
    ...changes,
  }
}

export function sampleStatement(changes: Partial<StatementDocument> = {}): StatementDocument {
  const { seller: from, buyer } = sampleInvoice()
  const ageing = { days1To30Minor: 0, days31To60Minor: 0, days61To90Minor: 0, daysOver90Minor: 0 }
  return {
    kind: 'statement',
    asOf: '2026-11-22',
    language: 'en',
    seller: from,
    buyer,
    currencies: [
      {
        currency: 'EUR',
        items: [
          {
            number: '2026-0031',
            issueDate: '2026-09-01',
            dueDate: '2026-10-01',
            totalMinor: 12_000,
            balanceMinor: 2_000,
          },
          {
            number: '2026-0042',
            issueDate: '2026-11-02',
            dueDate: '2026-12-02',
            totalMinor: 41_250,
            balanceMinor: 41_250,
          },
        ],
        ageing: { ...ageing, currentMinor: 41_250, days31To60Minor: 2_000 },
        totalMinor: 43_250,
      },
      {
        currency: 'JPY',
        items: [
          {
            number: '2026-0040',
            issueDate: '2026-10-20',
            dueDate: '2026-11-19',
            totalMinor: 88_000,
            balanceMinor: 88_000,
          },
        ],
        ageing: { ...ageing, currentMinor: 0, days1To30Minor: 88_000 },
        totalMinor: 88_000,
      },
    ],
    notes: null,
    ...changes,
  }
}

const WARES = [
  'Chai, 10 boxes of 20 bags',
  'Aniseed syrup, 12 bottles of 550 ml',
  'Chef Anton’s Cajun seasoning, 48 jars of 6 oz, delivered in two parts as agreed by telephone',
  'Queso Cabrales, 1 kg',
  'Setup and training on site (half a day)',
]
