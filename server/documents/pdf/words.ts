/** The fixed words of every document, by language. */
export type Words = typeof english

const english = {
  invoice: 'Invoice',
  receipt: 'Receipt',
  statement: 'Statement',
  draft: 'Draft',
  void: 'Void',
  revision: (number: number) => `Revision ${number}`,
  billTo: 'Bill to',
  receivedFrom: 'Received from',
  statementFor: 'Statement for',
  attention: (name: string) => `Attn. ${name}`,
  accountNumber: 'Account number',
  number: 'Number',
  issueDate: 'Issue date',
  dueDate: 'Due date',
  purchaseOrder: 'Purchase order',
  taxId: (id: string) => `Tax ID ${id}`,
  asOf: 'As of',
  receivedOn: 'Received on',
  method: 'Method',
  reference: 'Reference',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount',
  tax: 'Tax',
  amount: 'Amount',
  total: 'Total',
  balance: 'Balance',
  invoiceTotal: 'Invoice total',
  paid: 'Paid',
  subtotal: 'Subtotal',
  discountOf: (percent: string) => `Discount ${percent}%`,
  taxOn: (rate: string, net: string) => `Tax ${rate}% on ${net}`,
  amountDue: 'Amount due',
  amountReceived: 'Amount received',
  credit: 'Kept as credit',
  dueOn: (date: string) => `Due ${date}`,
  paidInFull: 'Paid in full',
  nothingOwed: 'Nothing is owed.',
  openItems: (count: number) => (count === 1 ? '1 open invoice' : `${count} open invoices`),
  current: 'Not yet due',
  days: (from: number, to: number) => `${from}–${to} days`,
  daysOver: (days: number) => `Over ${days} days`,
  howToPay: 'How to pay',
  notes: 'Notes',
  page: 'Page {page} of {pages}',
}

const LANGUAGES: Record<string, Words> = { en: english }

/** The words of the language, or else English: `code` says which. */
export function wordsOf(language: string): Words & { code: string } {
  const code = language.toLowerCase().split('-')[0]!
  const words = LANGUAGES[code]
  return words ? { ...words, code } : { ...english, code: 'en' }
}
