import type {
  AnyField,
  CsvImport,
  ImportKind,
  ImportRow,
  InvoiceField,
  RowOutcome,
} from '../../../server/imports/imports.api.ts'
import { customerFields } from '../../../server/customers/customer-fields.ts'
import {
  contactColumns,
  customerColumns,
  furtherColumns,
  furtherContacts,
  invoiceFields,
  personColumns,
} from '../../../server/imports/imports.api.ts'
import { listOf, money } from '../../lib/formats.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

/** What becomes of a row: before the import, and after it. */
export const outcomeWords: Record<RowOutcome, { before: string; after: string; tone: StateTone }> = {
  create: { before: 'Create', after: 'Created', tone: 'good' },
  link: { before: 'Link', after: 'Linked', tone: 'info' },
  change: { before: 'Change', after: 'Changed', tone: 'wait' },
  unchanged: { before: 'Unchanged', after: 'Unchanged', tone: 'off' },
  ask: { before: 'Needs attention', after: 'Needs attention', tone: 'bad' },
  refuse: { before: 'Refuse', after: 'Refused', tone: 'bad' },
  undone: { before: 'Undone', after: 'Undone', tone: 'off' },
  stays: { before: 'Stays', after: 'Stays', tone: 'wait' },
}

const stateWords: Record<CsvImport['state'], { word: string; tone: StateTone }> = {
  mapping: { word: 'Columns', tone: 'wait' },
  planning: { word: 'Checking', tone: 'wait' },
  planned: { word: 'Ready to import', tone: 'info' },
  running: { word: 'Importing', tone: 'wait' },
  done: { word: 'Imported', tone: 'good' },
  undoing: { word: 'Undoing', tone: 'wait' },
  undone: { word: 'Undone', tone: 'off' },
  interrupted: { word: 'Interrupted', tone: 'bad' },
}

/** An import of which nothing would come is not ready for anything. */
export function stateOf({ state, counts }: Pick<CsvImport, 'state' | 'counts'>) {
  const isEmpty = state === 'planned' && counts !== null && counts.create + counts.link + counts.change === 0
  return isEmpty ? { word: 'Nothing to import', tone: 'off' as const } : stateWords[state]
}

export const delimiterWords: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

type Columns = Record<string, { heading: string; field: string | null; part?: string }>
const choicesIn = (columns: Columns) =>
  Object.entries(columns).map(([value, { heading: label }]) => ({ value, label }))
const pick = (columns: Columns, isWanted: (column: Columns[string]) => boolean): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([, column]) => isWanted(column)))
const partsOf = (field: 'billingAddress' | 'shippingAddress') => ({
  group: customerFields[field].label,
  items: choicesIn(pick(customerColumns, (column) => column.field === field)),
})
export const LEFT_OUT = ''

const contactChoices = [
  { value: LEFT_OUT, label: 'Leave out' },
  { group: 'Customer', items: choicesIn(pick(customerColumns, ({ part }) => part === undefined)) },
  { group: 'Contact', items: choicesIn({ ...personColumns, ...contactColumns }) },
  partsOf('billingAddress'),
  partsOf('shippingAddress'),
  ...furtherContacts.map((contact) => ({
    group: `Contact ${contact}`,
    items: choicesIn(
      Object.fromEntries(Object.entries(furtherColumns).filter(([, one]) => one.contact === contact)),
    ),
  })),
]

const invoiceGroups: { group: string; fields: InvoiceField[] }[] = [
  {
    group: 'Invoice',
    fields: [
      ...(['invoiceNumber', 'issueDate', 'dueDate', 'currency', 'purchaseOrder', 'total'] as const),
      ...([
        'invoiceDiscount',
        'discountAmount',
        'taxAmount',
        'netTotal',
        'pricesIncludeTax',
        'paid',
        'paidOn',
        'balance',
        'status',
        'paymentStatus',
        'documentType',
        'notes',
      ] as const),
    ],
  },
  { group: 'Customer', fields: ['accountNumber', 'customerName', 'customerEmail'] },
  {
    group: 'Line',
    fields: [
      'description',
      'quantity',
      'unitPrice',
      'lineDiscount',
      'lineDiscountAmount',
      'taxRate',
      'lineTax',
      'secondTax',
      'tax',
    ],
  },
]

const invoiceChoices = [
  { value: LEFT_OUT, label: 'Leave out' },
  ...invoiceGroups.map(({ group, fields }) => ({
    group,
    items: fields.map((value) => ({ value, label: invoiceFields[value] })),
  })),
]

export const choicesOf = (kind: ImportKind) => (kind === 'invoices' ? invoiceChoices : contactChoices)

export const kindWords: Record<ImportKind, string> = {
  contacts: 'Customers and contacts',
  invoices: 'Invoices',
}

/** What a row is about, in a few words. */
export function whoIn(row: ImportRow, one: CsvImport): { title: string; detail: string } {
  const columns = row.ofLines ? one.lines!.columns : one.columns
  const at = (field: AnyField) =>
    row.cells[columns.findIndex((column) => column.field === field)]?.trim() ?? ''
  const parts =
    one.kind === 'invoices'
      ? [
          at('invoiceNumber') && `Invoice ${at('invoiceNumber')}`,
          ...[at('customerName'), at('customerEmail'), at('accountNumber'), at('issueDate')],
        ]
      : [
          at('customerName'),
          [at('firstName'), at('lastName')].filter(Boolean).join(' ') || at('fullName'),
          ...[at('email'), at('accountNumber')],
        ]
  const [title, ...rest] = parts.filter(Boolean)
  return { title: title ?? row.cells.find(Boolean) ?? '', detail: rest.join(' · ') }
}

/** What invoices come to, by currency. */
export const sumsInWords = (invoices: NonNullable<CsvImport['invoices']>) =>
  listOf(invoices.map(({ currency, totalMinor }) => money(totalMinor, currency)))
