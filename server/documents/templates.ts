import type { DocumentKind } from './kinds.ts'

/**
 * The words that go with a document, and what is filled into them. Pure: the browser uses it to show what will be
 * sent. A placeholder is filled once and its value never read again, so that what it brings in stays text.
 */

export interface Template {
  subject: string
  message: string
}

const ABOUT_EVERYTHING = ['contact', 'customer', 'organization'] as const
const ABOUT_INVOICES = [
  ...ABOUT_EVERYTHING,
  'number',
  'total',
  'amount due',
  'issue date',
  'due date',
  'purchase order',
] as const

/** What may stand in braces, by kind of document. */
export const placeholders = {
  invoice: ABOUT_INVOICES,
  reminder: [...ABOUT_INVOICES, 'days overdue'],
  receipt: [...ABOUT_EVERYTHING, 'amount', 'received on', 'invoices'],
  statement: [...ABOUT_EVERYTHING, 'date', 'amount due', 'amount overdue'],
  notice: ABOUT_EVERYTHING,
} as const satisfies Record<DocumentKind, readonly string[]>

export type Placeholder = (typeof placeholders)[DocumentKind][number]
export type Values = Partial<Record<Placeholder, string>>

/** Portico's own words, for organizations that have not written theirs. */
export const defaultTemplates: Record<DocumentKind, Template> = {
  invoice: {
    subject: 'Invoice {number} from {organization}',
    message:
      'Hello {contact},\n\nHere is invoice {number} for {customer}: {amount due}, due on {due date}.\n\nThank you for your business.\n{organization}',
  },
  reminder: {
    subject: 'Reminder: invoice {number} from {organization}',
    message:
      'Hello {contact},\n\nThis is a reminder about invoice {number} for {customer}: {amount due}, due on {due date}. If you have already paid it, there is nothing more to do.\n\n{organization}',
  },
  receipt: {
    subject: 'Receipt from {organization}: {amount}',
    message:
      'Hello {contact},\n\nWe received {amount} from {customer} on {received on}. Thank you.\n\n{organization}',
  },
  statement: {
    subject: 'Statement of account from {organization}, {date}',
    message:
      'Hello {contact},\n\nHere is the statement of account for {customer} as of {date}: {amount due} is open, of which {amount overdue} is overdue.\n\n{organization}',
  },
  notice: { subject: 'A notice from {organization}', message: 'Hello {contact},\n\n\n\n{organization}' },
}

const IN_BRACES = /( ?)\{([^{}\n]{1,40})\}/g

/**
 * The text with its placeholders filled. One without a value goes, and the space before it: `Hello {contact},` is
 * `Hello,`. Braces that hold no placeholder stay as they are.
 */
export function fill(text: string, kind: DocumentKind, values: Values): string {
  const known = new Set<string>(placeholders[kind])
  return text.replace(IN_BRACES, (whole, space: string, name: string) => {
    if (!known.has(name.trim())) return whole
    const value = values[name.trim() as Placeholder]
    return value ? space + value : ''
  })
}

/** Braces that mean nothing for this kind of document: a slip that would go out to customers. */
export function unknownPlaceholders(text: string, kind: DocumentKind): string[] {
  const known = new Set<string>(placeholders[kind])
  return [...text.matchAll(IN_BRACES)].map(([, , name]) => name!.trim()).filter((name) => !known.has(name))
}

export const noSuchPlaceholder = (name: string) =>
  `The placeholder {${name}} does not exist here. Correct or remove it.`
