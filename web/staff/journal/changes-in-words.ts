import { contactFields } from '../../../server/contacts/contact-fields.ts'
import { customerFields } from '../../../server/customers/customer-fields.ts'
import { labelsOf } from '../../../server/fields/field.ts'
import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import { calendarDay, exactDate, languageName, money } from '../../lib/formats.ts'
import { roleWords } from '../organization/role-words.ts'
import { audienceWords, hourWords, stepName } from '../reminders/reminder-words.ts'

/** One change in words: "E-mail: x", "Reminders turned on", or what was and what is instead. */
export interface ChangeInWords {
  field: string
  words: string
  old: string | null
  new: string | null
}

type Change = JournalEntry['changes'][number]

/** Fields that mean nothing to a reader, or only beside another field. What changed in lines is shown at the invoice. */
const LEFT_OUT = new Set(['customerId', 'currency', 'lines', 'onSince'])
/** Where `currency` belongs to an amount. Elsewhere it is a change by itself: a customer's or an organization's own currency. */
const HAS_AMOUNTS = /^(invoice|payment)\./

export function changesInWords({ action, changes }: JournalEntry): ChangeInWords[] {
  const currency = changes.find(({ field }) => field === 'currency')?.new ?? null
  return changes
    .filter(({ field }) => !LEFT_OUT.has(field) || (field === 'currency' && !HAS_AMOUNTS.test(action)))
    .filter(({ old, new: now }) => (old ?? now) !== null)
    .map((change) => changeInWords(action, change, currency))
}

function changeInWords(
  action: string,
  { field, old, new: now }: Change,
  currency: string | null,
): ChangeInWords {
  const turned = now ?? old
  if (field === 'on' && SWITCHED[action])
    return {
      field,
      words: `${SWITCHED[action]} turned ${turned === 'true' ? 'on' : 'off'}`,
      old: null,
      new: null,
    }
  if (WITHOUT_VALUES[field]) return { field, words: WITHOUT_VALUES[field], old: null, new: null }
  const say = (value: string | null) => (value === null ? null : inWords(field, value, currency))
  // It is obvious what it was before.
  const isSwitch = turned === 'true' || turned === 'false'
  return { field, words: LABELS[field] ?? capitalized(field), old: isSwitch ? null : say(old), new: say(now) }
}

const SWITCHED: Record<string, string> = {
  'reminders.changed': 'Reminders',
  'statements.changed': 'Monthly statements',
}

/** Their values mean nothing to a reader: ids, pictures, whole templates. */
const WITHOUT_VALUES: Record<string, string> = {
  parentId: 'Parent customer changed',
  logo: 'Logo changed',
  templates: 'E-mail templates changed',
}

/** Where the field's own name would not be what the screens call it. */
const LABELS: Record<string, string> = {
  ...labelsOf(customerFields),
  ...labelsOf(personFields),
  ...labelsOf(contactFields),
  number: 'Number assigned',
  purchaseOrder: 'PO number',
  newContactsReceive: 'What new contacts receive',
  defaultTermsDays: 'Payment terms (days)',
  defaultTaxRate: 'Tax (%)',
  numberDigits: 'Minimum digits',
  sellerAddress: 'Address on invoices',
  sellerEmail: 'E-mail for questions',
  taxId: 'Tax ID',
  paymentInstructions: 'How to pay',
  accentColor: 'Colour',
  credentialMail: 'The e-mail contains',
  temporaryPasswordHours: 'Temporary passwords are valid for (hours)',
  passwordMinLength: 'Minimum password length',
  staffSessionIdleHours: 'Staff signed out when idle for (hours)',
  staffSessionDays: 'Staff signed out in any case after (days)',
  portalSessionIdleHours: 'Contacts signed out when idle for (hours)',
  portalSessionDays: 'Contacts signed out in any case after (days)',
  at: 'Scheduled for',
  audience: 'To',
  sendFromHour: 'Sent from',
  sendUntilHour: 'Sent until',
  discountPercent: 'Discount (%)',
  attachPdf: 'PDF attached',
  days: 'Day',
  day: 'Day of the month',
  step: 'Reminder',
}

function inWords(field: string, value: string, currency: string | null): string {
  if (value === 'true') return 'yes'
  if (value === 'false') return 'no'
  if (field.endsWith('Minor') && currency) return money(Number(value), currency)
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return calendarDay(value)
  if (field === 'sendFromHour' || field === 'sendUntilHour') return hourWords(Number(value))
  if (field === 'days') return stepName(Number(value))
  if (field === 'at') return exactDate(new Date(value))
  if (field === 'language') return languageName(value)
  if (field === 'role' && value in roleWords) return roleWords[value as keyof typeof roleWords].name
  if (field === 'credentialMail')
    return value === 'link' ? 'a link to set a password' : 'the temporary password itself'
  if (field === 'audience' && value in audienceWords)
    return audienceWords[value as keyof typeof audienceWords]
  return value
}

/** `temporaryPasswordHours` is a name for programs. */
function capitalized(field: string): string {
  const words = field.replace(/Minor$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
