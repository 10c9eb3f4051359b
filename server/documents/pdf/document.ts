/**
 * What a document in PDF shows, and all that it shows: the PDF is a pure function of this. Amounts are integers of the
 * currency's smallest unit, quantities and percentages decimal strings (`1.5`), dates `YYYY-MM-DD`.
 */
export type PdfDocument = InvoiceDocument | ReceiptDocument | StatementDocument

export interface InvoiceDocument {
  kind: 'invoice'
  /** Empty for a draft without a number. */
  number: string
  /** Shown from the second on. */
  revision: number
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  currency: string
  /** A language tag, `de` or `en-GB`: how amounts, dates and labels are written. */
  language: string
  seller: Seller
  buyer: Buyer
  lines: InvoiceLine[]
  subtotalMinor: number
  discountPercent: string | null
  /** Above zero when something is taken off. */
  discountMinor: number
  taxes: { rate: string; netMinor: number; taxMinor: number }[]
  totalMinor: number
  paidMinor?: number
  notes: string | null
  draft?: boolean
  void?: boolean
}

export interface InvoiceLine {
  description: string
  quantity: string
  unitPriceMinor: number
  discountPercent: string | null
  taxRate: string | null
  amountMinor: number
}

export interface ReceiptDocument {
  kind: 'receipt'
  number: string
  receivedOn: string
  method: string | null
  reference: string | null
  currency: string
  language: string
  amountMinor: number
  seller: Seller
  buyer: Buyer
  /** Which invoices the amount paid; the rest is the customer's credit. */
  invoices: { number: string; totalMinor: number; paidMinor: number }[]
  notes: string | null
  /** Reversed since. */
  void?: boolean
}

export interface StatementDocument {
  kind: 'statement'
  asOf: string
  language: string
  seller: Seller
  buyer: Buyer
  currencies: {
    currency: string
    items: { number: string; issueDate: string; dueDate: string; totalMinor: number; balanceMinor: number }[]
    ageing: {
      currentMinor: number
      days1To30Minor: number
      days31To60Minor: number
      days61To90Minor: number
      daysOver90Minor: number
    }
    totalMinor: number
  }[]
  notes: string | null
}

export interface Seller {
  name: string
  /** Lines, as on an envelope. */
  address: string
  taxId: string | null
  email: string | null
  paymentInstructions: string | null
  footer: string | null
  /** `#rrggbb` */
  accentColor: string | null
  logo?: { type: 'image/png' | 'image/jpeg' | 'image/svg+xml'; base64: string } | null
}

export interface Buyer {
  name: string
  accountNumber: string | null
  address: string
  attention: string | null
}
