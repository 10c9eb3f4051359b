import { formatMinor } from '../documents/money.ts'
import { dateInWords } from '../time/date-in-words.ts'
import type { Values } from '../documents/templates.ts'

export interface InvoiceFacts {
  number: string | null
  currency: string
  language: string
  organizationName: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  totalMinor: number
  balanceMinor: number
}

/**
 * An invoice as letters describe it, in the organization's language: the values for the template, and the facts below
 * it.
 */
export function inWords(facts: InvoiceFacts): { values: Values; rows: { label: string; value: string }[] } {
  const { number, currency, language } = facts
  const values = {
    organization: facts.organizationName,
    number: number ?? '(number)',
    total: formatMinor(facts.totalMinor, currency, language),
    'amount due': formatMinor(facts.balanceMinor, currency, language),
    'issue date': dateInWords(facts.issueDate, language),
    'due date': dateInWords(facts.dueDate, language),
    'purchase order': facts.purchaseOrder ?? '',
  }
  const rows = [
    { label: 'Invoice', value: values.number },
    { label: 'Amount due', value: values['amount due'] },
    { label: 'Due', value: values['due date'] },
    ...(facts.purchaseOrder ? [{ label: 'Purchase order', value: facts.purchaseOrder }] : []),
  ]
  return { values, rows }
}
