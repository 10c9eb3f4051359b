import * as z from 'zod'
import { contactFields } from '../contacts/contact-fields.ts'
import { customerFields } from '../customers/customer-fields.ts'
import { csvColumnsOf, type CsvColumn } from '../fields/field.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, line, listQuery, page, time } from '../http/fields.api.ts'
import { fullName, personFields } from '../people/person-fields.ts'
import { delimiters, encodingNames, formats } from './reading/ways-to-read.ts'

export const importKinds = ['contacts', 'invoices'] as const
export type ImportKind = (typeof importKinds)[number]

/** What a column of a file of customers and contacts can be: the fields of a customer, a person, and their place at the customer. */
export const customerColumns = {
  ...csvColumnsOf(customerFields),
  active: {
    heading: 'Active',
    knownAs: 'is active|active status|customer status|account status|status|aktiv|actif|activo',
    field: null,
  },
  inactive: {
    heading: 'Inactive',
    knownAs: 'is inactive|archived|is archived|inaktiv|archiviert',
    field: null,
  },
}
export const personColumns = { fullName: { ...fullName, field: null }, ...csvColumnsOf(personFields) }
export const contactColumns = csvColumnsOf(contactFields)
/** Further contacts of the customer in the same row are the second, the third and so on. */
export const furtherContacts = [2, 3, 4, 5, 6] as const
const furtherFields = ['fullName', 'firstName', 'lastName', 'email', 'phone', 'jobTitle'] as const
export type FurtherField = `${(typeof furtherFields)[number]}${(typeof furtherContacts)[number]}`
export interface FurtherColumn extends CsvColumn {
  field: (typeof furtherFields)[number]
  contact: (typeof furtherContacts)[number]
}

/** What a column can be of a further contact. */
export const furtherColumns = Object.fromEntries(
  furtherContacts.flatMap((contact) =>
    furtherFields.map((field) => {
      const { heading } = { ...personColumns, ...contactColumns }[field]
      return [
        `${field}${contact}`,
        { field, contact, heading: `${heading} of contact ${contact}`, knownAs: '' },
      ]
    }),
  ),
) as Record<FurtherField, FurtherColumn>
const importColumns = { ...customerColumns, ...personColumns, ...contactColumns, ...furtherColumns }
export type ImportField = keyof typeof importColumns
export const importFields = Object.fromEntries(
  Object.entries(importColumns).map(([name, { heading }]) => [name, heading]),
) as Record<ImportField, string>

/** What a column of a file of invoices can be. */
export const invoiceFields = {
  invoiceNumber: 'Invoice number',
  documentType: 'Kind of document',
  accountNumber: 'Account number',
  customerName: 'Customer name',
  customerEmail: 'Customer e-mail',
  issueDate: 'Issue date',
  dueDate: 'Due date',
  currency: 'Currency',
  purchaseOrder: 'Purchase order',
  notes: 'Notes',
  invoiceDiscount: 'Discount (%)',
  discountAmount: 'Discount (amount)',
  taxAmount: 'Tax (amount)',
  netTotal: 'Total without tax',
  pricesIncludeTax: 'Prices include tax',
  total: 'Total',
  paid: 'Amount paid',
  paidOn: 'Paid on',
  balance: 'Balance due',
  status: 'Status',
  paymentStatus: 'Payment status',
  description: 'Line description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  lineDiscount: 'Line discount (%)',
  lineDiscountAmount: 'Line discount (amount)',
  taxRate: 'Tax rate (%)',
  lineTax: 'Line tax (amount)',
  secondTax: 'Second tax (amount)',
  tax: 'Tax (amount or %)',
} as const
export type InvoiceField = keyof typeof invoiceFields
export type AnyField = ImportField | InvoiceField
const anyField = z.enum(Object.keys({ ...importFields, ...invoiceFields }) as [AnyField, ...AnyField[]])

/** The fields of a kind of import, with their labels. */
export const fieldsOf: Record<ImportKind, Partial<Record<AnyField, string>>> = {
  contacts: importFields,
  invoices: invoiceFields,
}

export const outcomes = ['create', 'link', 'change', 'unchanged', 'ask', 'refuse'] as const
export const outcome = z
  .enum(outcomes)
  .describe(
    'ask: somebody has to look at it, such as another company with the same account number; until then it is not imported. refuse: it cannot be imported as it is.',
  )
export type Outcome = z.infer<typeof outcome>
/** What became of a row once its import was undone. */
export const undoOutcomes = ['undone', 'stays'] as const
const rowOutcome = z
  .enum([...outcomes, ...undoOutcomes])
  .describe('After undoing: undone, or stays, because something was built on what the row did.')
export type RowOutcome = z.infer<typeof rowOutcome>

const counts = z.object({
  create: z.int(),
  link: z.int(),
  change: z.int(),
  unchanged: z.int(),
  ask: z.int(),
  refuse: z.int(),
})
export type Counts = z.infer<typeof counts>

const readings = {
  dateOrder: z
    .enum(['dayFirst', 'monthFirst'])
    .nullable()
    .describe('What 01/02/2021 means. null: not said; a date that could be either is refused.'),
  decimalSign: z
    .enum(['point', 'comma'])
    .nullable()
    .describe('What 1.234 means. null: not said; an amount that could be either is refused.'),
}

const options = {
  issuePasswords: z
    .boolean()
    .describe(
      'Mail a temporary password, or a link to set one where the organization mails links, to every contact of the file who has no portal access. Off: no mail at all.',
    ),
  updatePeople: z
    .boolean()
    .describe('Change names, phones and languages of people who are already here, at all their customers.'),
  remind: z
    .boolean()
    .describe(
      'Send reminders for the invoices of the file. Off: they are paused for each of these invoices.',
    ),
  inactive: z
    .enum(['import', 'leaveOut'])
    .describe(
      'What happens with customers that the file says are inactive. import: they become inactive customers, who receive nothing; nobody who is active here becomes inactive. leaveOut: their rows are not imported.',
    ),
}

const readingChoices = {
  encoding: z
    .enum(encodingNames)
    .nullable()
    .optional()
    .describe('How the bytes of a CSV or vCard file are read as letters. null: as Portico finds.'),
  delimiter: z.enum(delimiters).nullable().optional().describe('Of a CSV file. null: as Portico finds.'),
  headerLine: z
    .int()
    .min(0)
    .max(2_000_000)
    .nullable()
    .optional()
    .describe('The line that names the columns; 0: none does. null: as Portico finds.'),
  sheet: line(200).nullable().optional().describe('Of a workbook. null: as Portico finds.'),
}

export const readingOfFile = z.object({
  format: z.enum(formats),
  encoding: z.enum(encodingNames).nullable().describe('null: a workbook says it itself.'),
  encodingIsAsked: z
    .boolean()
    .describe('The encoding is a guess that another is as good as: say which, or the file is not checked.'),
  encodings: z
    .array(z.object({ encoding: z.enum(encodingNames), samples: z.array(z.string()) }))
    .describe('What words of the file would be in other encodings, the likely ones first.'),
  delimiter: z.enum(delimiters).nullable(),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()).describe('Of a workbook.'),
  headerLine: z
    .int()
    .nullable()
    .describe('The line that names the columns. 0: none does. null: the file has no lines, as vCard.'),
  firstRows: z
    .array(z.object({ line: z.int(), cells: z.array(z.string()) }))
    .describe('Among them is the line that names the columns.'),
  notes: z.array(z.string()).describe('What was left out of the file, or read otherwise than the rest.'),
  chosen: z.object(readingChoices).describe('What somebody said of it.'),
})
export type ReadingOfFile = z.infer<typeof readingOfFile>

const column = z.object({
  name: z.string(),
  field: anyField.nullable().describe('null: the column is left out.'),
  couldBe: anyField
    .nullable()
    .describe('What it could be by its heading and its values, also where another column is that.'),
  samples: z.array(z.string()).describe('Values from the rows that show most.'),
})

const recognized = z
  .array(anyField.nullable())
  .nullable()
  .describe(
    'What the columns would be by themselves, where they are as somebody chose for an earlier file with the same headings. null: nobody did.',
  )

export const csvImport = z.object({
  id,
  kind: z.enum(importKinds),
  fileName: z.string(),
  state: z
    .enum(['mapping', 'planning', 'planned', 'running', 'done', 'undoing', 'undone', 'interrupted'])
    .describe(
      'interrupted: it stopped in the middle. Without trouble it goes on by itself within a minute; otherwise when told to run (or plan, or undo) again. Either way it goes on where it was.',
    ),
  reading: readingOfFile.describe('How the file was read.'),
  maker: z
    .string()
    .nullable()
    .describe('The product that wrote the file, as its headings tell, such as Xero.'),
  columns: z.array(column),
  recognized,
  lines: z
    .object({
      fileName: z.string(),
      reading: readingOfFile,
      columns: z.array(column),
      recognized,
      rowCount: z.int(),
    })
    .nullable()
    .describe('The second file, with the lines of the invoices.'),
  ...readings,
  ...options,
  rowCount: z.int().describe('Of both files.'),
  doneCount: z.int().describe('Rows checked or imported so far, depending on the state.'),
  toMail: z
    .int()
    .nullable()
    .describe('How many are to be mailed portal access, once checked. null: nobody is.'),
  passwordCount: z.int().describe('Temporary passwords, or links to set one, mailed so far.'),
  counts: counts.nullable().describe('Rows by outcome, once checked; for invoices, the number of invoices.'),
  invoices: z
    .array(z.object({ currency: z.string(), count: z.int(), totalMinor: z.int() }))
    .nullable()
    .describe('What the invoices that are made come to, by currency, once checked.'),
  trouble: z
    .string()
    .nullable()
    .describe('What interrupted it, in words. null: nothing, or Portico was stopped.'),
  startedBy: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
  undoneAt: time.nullable().describe('When somebody began to undo it.'),
  undone: z
    .object({ rows: z.int(), staying: z.int() })
    .nullable()
    .describe('How many rows were undone, and how many stay because something was built on them.'),
})
export type CsvImport = z.infer<typeof csvImport>

export const importRow = z.object({
  number: z.int(),
  line: z.int().describe('Where the row begins in the file.'),
  ofLines: z.boolean().describe('Of the second file, the lines of the invoices.'),
  cells: z.array(z.string()),
  outcome: rowOutcome.nullable().describe('null: not checked yet.'),
  says: z.array(z.string()).describe('What will be done, or was done, and why: in sentences.'),
})
export type ImportRow = z.infer<typeof importRow>

export const mapping = z.strictObject({
  fields: z
    .array(anyField.nullable())
    .max(200)
    .describe('What each column is, in the order of the columns; null leaves one out.'),
  lineFields: z
    .array(anyField.nullable())
    .max(200)
    .optional()
    .describe('The same of the second file, the lines of the invoices.'),
  dateOrder: readings.dateOrder.optional(),
  decimalSign: readings.decimalSign.optional(),
  issuePasswords: options.issuePasswords.optional(),
  updatePeople: options.updatePeople.optional(),
  remind: options.remind.optional(),
  inactive: options.inactive.optional(),
})
export type Mapping = z.infer<typeof mapping>

export const rereading = z.strictObject({
  ...readingChoices,
  file: z.enum(['first', 'lines']).default('first').describe('Of invoices in two files: which one.'),
})
export type Rereading = z.infer<typeof rereading>

/** The first bytes of a file say what it is, whatever it is sent as. */
const UPLOAD_TYPES = [
  'application/octet-stream',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
  'text/vcard',
]
export const MOST_UPLOAD_BYTES = 128 * 1024 * 1024

const params = z.object({ importId: id })

export const importsApi = {
  upload: endpoint({
    method: 'POST',
    path: '/v1/imports',
    summary:
      'Upload a file of customers and contacts, or of invoices (CSV, Excel, OpenDocument or vCard); nothing is imported yet',
    caller: 'manager',
    query: z.strictObject({
      fileName: line(200).default('customers.csv'),
      kind: z.enum(importKinds).default('contacts'),
    }),
    upload: { types: UPLOAD_TYPES, mostBytes: MOST_UPLOAD_BYTES },
    status: 201,
    reply: csvImport,
  }),
  uploadLines: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/lines',
    summary: 'Upload a second file with the lines of the invoices of the first, joined by the invoice number',
    caller: 'manager',
    params,
    query: z.strictObject({ fileName: line(200).default('lines.csv') }),
    upload: { types: UPLOAD_TYPES, mostBytes: MOST_UPLOAD_BYTES },
    status: 201,
    reply: csvImport,
  }),
  list: endpoint({
    method: 'GET',
    path: '/v1/imports',
    summary: 'List imports, newest first',
    caller: 'manager',
    query: z.strictObject(listQuery),
    reply: page(csvImport),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/imports/:importId',
    summary: 'Read an import: its columns, its progress, its result',
    caller: 'manager',
    params,
    reply: csvImport,
  }),
  rows: endpoint({
    method: 'GET',
    path: '/v1/imports/:importId/rows',
    summary: 'List the rows of an import (for invoices, one row per invoice): what will be done, and why',
    caller: 'manager',
    params,
    query: z.strictObject({ ...listQuery, outcome: rowOutcome.optional() }),
    reply: page(importRow),
  }),
  reread: endpoint({
    method: 'PUT',
    path: '/v1/imports/:importId/reading',
    summary:
      'Read the uploaded file again with another encoding, delimiter, sheet or header line; an earlier check no longer counts',
    caller: 'manager',
    params,
    body: rereading,
    reply: csvImport,
  }),
  map: endpoint({
    method: 'PUT',
    path: '/v1/imports/:importId/mapping',
    summary: 'Set what the columns are; an earlier check no longer counts',
    caller: 'manager',
    letsIn: {
      when: 'with issuePasswords',
      asks: (body) => (body as { issuePasswords?: boolean }).issuePasswords === true,
    },
    params,
    body: mapping,
    reply: csvImport,
  }),
  plan: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/plan',
    summary: 'Check the file: find out row by row what would be done, and change nothing',
    caller: 'manager',
    params,
    status: 202,
    reply: csvImport,
  }),
  run: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/run',
    summary: 'Import the rows as checked, or continue an interrupted import',
    caller: 'manager',
    params,
    status: 202,
    reply: csvImport,
  }),
  stop: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/stop',
    summary:
      'Stop the check or the import; what was imported so far stays, and it can be continued or undone',
    caller: 'manager',
    params,
    reply: csvImport,
  }),
  undo: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/undo',
    summary:
      'Undo an import: what it made is removed and what it changed becomes as it was, except where something was built on it since',
    caller: 'manager',
    params,
    status: 202,
    reply: csvImport,
  }),
  remind: endpoint({
    method: 'POST',
    path: '/v1/imports/:importId/remind',
    summary:
      'Send reminders for the invoices of an import from now on, except those that somebody paused one by one',
    caller: 'manager',
    params,
    reply: csvImport,
  }),
  refused: endpoint({
    method: 'GET',
    path: '/v1/imports/:importId/refused.csv',
    summary: 'Download the rows that are not imported, with their lines and reasons',
    caller: 'manager',
    params,
    query: z.strictObject({
      file: z.enum(['first', 'lines']).default('first').describe('Of invoices in two files: which one.'),
    }),
    download: 'text/csv',
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/v1/imports/:importId',
    summary: 'Delete the file that was uploaded, with its rows; what was imported stays',
    caller: 'manager',
    params,
  }),
}
