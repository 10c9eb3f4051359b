/** The kinds of documents that go out to contacts, each declared once, in the order in which people read them. */
const KINDS = {
  invoice: {
    received: 'invoices',
    name: 'Invoice',
    receivedName: 'Invoices',
    /** Whose PDF is attached. */
    pdf: 'invoice',
    /** People always get what says what they owe, and what protects their access. */
    unsubscribable: false,
    /** Whether an organization writes one template for all of them. */
    hasTemplate: true,
  },
  reminder: {
    received: 'reminders',
    name: 'Reminder',
    receivedName: 'Reminders',
    pdf: 'invoice',
    unsubscribable: true,
    // Each step of the schedule has its own.
    hasTemplate: false,
  },
  receipt: {
    received: 'receipts',
    name: 'Receipt',
    receivedName: 'Receipts',
    pdf: 'receipt',
    unsubscribable: false,
    hasTemplate: true,
  },
  statement: {
    received: 'statements',
    name: 'Statement',
    receivedName: 'Statements',
    pdf: 'statement',
    unsubscribable: true,
    hasTemplate: true,
  },
  notice: {
    received: 'notices',
    name: 'Notice',
    receivedName: 'Account notices',
    pdf: null,
    unsubscribable: false,
    hasTemplate: true,
  },
} as const

type Kinds = typeof KINDS
export type DocumentKind = keyof Kinds
/** What contacts receive: a kind, as it is said of many. */
export type ReceivedKind = Kinds[DocumentKind]['received']
export type PdfSource = NonNullable<Kinds[DocumentKind]['pdf']>
/** The kinds that a condition holds for. */
type Where<Condition> = {
  [Kind in DocumentKind]: Kinds[Kind] extends Condition ? Kind : never
}[DocumentKind]
export type Unsubscribable = Kinds[Where<{ unsubscribable: true }>]['received']
export type WrittenKind = Where<{ hasTemplate: true }>

export const documentKinds = Object.keys(KINDS) as DocumentKind[]
export const receivedKinds = documentKinds.map((kind) => KINDS[kind].received)
export const unsubscribableKinds = documentKinds
  .filter((kind) => KINDS[kind].unsubscribable)
  .map((kind) => KINDS[kind].received as Unsubscribable)
export const writtenKinds = documentKinds.filter((kind) => KINDS[kind].hasTemplate) as WrittenKind[]

export const receivedAs = (kind: DocumentKind): ReceivedKind => KINDS[kind].received
export const pdfOf = (kind: DocumentKind): PdfSource | null => KINDS[kind].pdf
export const unsubscribableOf = (kind: DocumentKind): Unsubscribable | null =>
  KINDS[kind].unsubscribable ? (KINDS[kind].received as Unsubscribable) : null

/** "Invoice". */
export const nameOf = (kind: DocumentKind): string => KINDS[kind].name
/** "Account notices". */
export const kindWords = Object.fromEntries(
  documentKinds.map((kind) => [KINDS[kind].received, KINDS[kind].receivedName]),
) as Record<ReceivedKind, string>
/** "account notices". */
export const kindInSentence = Object.fromEntries(
  receivedKinds.map((kind) => [kind, kindWords[kind].toLowerCase()]),
) as Record<ReceivedKind, string>
