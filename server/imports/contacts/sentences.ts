import { contactFields } from '../../contacts/contact-fields.ts'
import { receivesWords, type Receives } from '../../contacts/receives.ts'
import { customerFields } from '../../customers/customer-fields.ts'
import { wordsOf } from '../../fields/field.ts'
import { personFields } from '../../people/person-fields.ts'

/** A field in which a row differs from what is here. */
export interface Difference {
  /** The field's name in the journal. */
  name: string
  old: unknown
  wanted: unknown
}

const WORDS = { ...wordsOf(customerFields), ...wordsOf(personFields), ...wordsOf(contactFields) }

/** The fields in which a row differs from what is here. */
export function differing<T extends object>(here: T, wanted: Partial<T>): Difference[] {
  return (Object.keys(wanted) as (keyof T & string)[])
    .filter((field) => JSON.stringify(here[field]) !== JSON.stringify(wanted[field]))
    .map((field) => ({ name: field, old: here[field], wanted: wanted[field] }))
}

/** “Acme: phone 2 instead of 1; currency EUR; no notes instead of Calls on Mondays.” */
export function changed(differences: Difference[], whose: string, where = ''): string {
  const parts = differences.map(({ name, old, wanted }) => {
    const [before, after] = [inWords(name, old), inWords(name, wanted)]
    const now = after === NOTHING ? `no ${WORDS[name]}` : `${WORDS[name]} ${after}`
    return before === NOTHING ? now : `${now} instead of ${before}`
  })
  return `${whose}${where && `, ${where}`}: ${ended(parts.join('; '))}`
}

/** “Phone and address of Acme stay as they are: line 3 comes first.” */
export function stays(differences: Difference[], whose: string, why: string): string {
  const labels = and(differences.map(({ name }) => WORDS[name]!))
  const verb = differences.length === 1 && !/[^s]s$/.test(labels) ? 'stays as it is' : 'stay as they are'
  return `${labels[0]!.toUpperCase()}${labels.slice(1)} of ${whose} ${verb}: ${why}.`
}

/** A sentence has one full stop, even if a name ends with one. */
export const ended = (sentence: string) => (sentence.endsWith('.') ? sentence : `${sentence}.`)

export function and(words: string[]): string {
  return new Intl.ListFormat('en-GB').format(words)
}

const LONGEST_VALUE = 80
const NOTHING = 'none'

function inWords(name: string, value: unknown): string {
  const text = name === 'receives' ? receivesWords(value as Receives).toLowerCase() : asText(value)
  if (text === '') return NOTHING
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

function asText(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return and(value as string[])
  if (typeof value === 'object' && value !== null) return Object.values(value).filter(Boolean).join(', ')
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}
