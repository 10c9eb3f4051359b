import type { CsvImport, ImportField, Outcome } from '../../../server/imports/imports.api.ts'
import { importFields } from '../../../server/imports/imports.api.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

/** What becomes of a row: before the import, and after it. */
export const outcomeWords: Record<Outcome, { before: string; after: string; tone: StateTone }> = {
  create: { before: 'Create', after: 'Created', tone: 'good' },
  link: { before: 'Link', after: 'Linked', tone: 'info' },
  change: { before: 'Change', after: 'Changed', tone: 'wait' },
  unchanged: { before: 'Unchanged', after: 'Unchanged', tone: 'off' },
  refuse: { before: 'Refuse', after: 'Refused', tone: 'bad' },
}

export const stateWords: Record<CsvImport['state'], { word: string; tone: StateTone }> = {
  mapping: { word: 'Columns', tone: 'wait' },
  planning: { word: 'Dry run', tone: 'wait' },
  planned: { word: 'Ready to import', tone: 'info' },
  running: { word: 'Importing', tone: 'wait' },
  done: { word: 'Imported', tone: 'good' },
  interrupted: { word: 'Interrupted', tone: 'bad' },
}

export const encodingWords: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
}

export const delimiterWords: Record<string, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

const groups: { group: string; fields: ImportField[] }[] = [
  {
    group: 'Customer',
    fields: [
      ...([
        'customerName',
        'accountNumber',
        'customerEmail',
        'customerPhone',
        'customerSecondPhone',
      ] as const),
      ...(['currency', 'paymentTermsDays', 'notes'] as const),
    ],
  },
  {
    group: 'Contact',
    fields: [
      ...(['firstName', 'lastName', 'fullName', 'email', 'phone', 'secondPhone', 'jobTitle'] as const),
      ...(['receives', 'primary', 'language', 'timeZone'] as const),
    ],
  },
  {
    group: 'Billing address',
    fields: [
      'billingLine1',
      'billingLine2',
      'billingCity',
      'billingRegion',
      'billingPostalCode',
      'billingCountry',
    ],
  },
  {
    group: 'Shipping address',
    fields: [
      'shippingLine1',
      'shippingLine2',
      'shippingCity',
      'shippingRegion',
      'shippingPostalCode',
      'shippingCountry',
    ],
  },
]

export const LEFT_OUT = ''

export const fieldChoices = [
  { value: LEFT_OUT, label: 'Leave out' },
  ...groups.map(({ group, fields }) => ({
    group,
    items: fields.map((value) => ({ value, label: importFields[value] })),
  })),
]

/** What a row is about, in a few words. */
export function whoIn(cells: string[], columns: CsvImport['columns']): { title: string; detail: string } {
  const at = (field: ImportField) =>
    cells[columns.findIndex((column) => column.field === field)]?.trim() ?? ''
  const person = [at('firstName'), at('lastName')].filter(Boolean).join(' ') || at('fullName')
  const [title, ...rest] = [at('customerName'), person, at('email'), at('accountNumber')].filter(Boolean)
  return { title: title ?? cells.find(Boolean) ?? '', detail: rest.join(' · ') }
}
