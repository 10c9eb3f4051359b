import * as z from 'zod'
import { isCurrency } from '../documents/money.ts'
import { parseEmailAddress } from '../people/email-address.ts'

/** The kinds of field that several nouns share. */

export const id = z.uuid().toLowerCase().describe('A UUID (version 7).')
export const time = z.iso.datetime().describe('RFC 3339, UTC.')
/** From which moment on, for a reader who keeps in step. */
export const since = z.iso
  .datetime({ offset: true })
  .transform((moment) => new Date(moment).toISOString())
  .describe(
    'RFC 3339. Only what changed at or after this moment, in the order in which it changed: the order is then another one than without. To miss nothing, begin five minutes before the last reading began, because a change that takes long shows late; what comes twice is the same.',
  )
export const version = z.int().positive().describe('Send it back as If-Match to change this record.')

const storable = (value: string) => !value.includes('\0') && value.isWellFormed()
const UNSTORABLE = 'Remove the characters that are not text.'

/** One line of text: trimmed, no control characters; letters with accents are one character each, however they were typed. */
export const line = (most: number) => oneLine(most, (value) => value.normalize('NFC'))

const oneLine = (most: number, tidy: (typed: string) => string) =>
  z
    .string()
    .overwrite(tidy)
    .trim()
    .max(most, `Use at most ${most} characters.`)
    // eslint-disable-next-line no-control-regex
    .refine((value) => storable(value) && !/[\u0000-\u001f\u007f]/.test(value), UNSTORABLE)

/**
 * A name, by which somebody is told from others: blanks of every kind and number are one, and what nobody sees is not in it.
 * Joiners stay: in some scripts they belong to the letters.
 */
export const nameLine = (most: number) =>
  oneLine(most, (value) =>
    value
      .normalize('NFC')
      .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
      .replace(/\p{Zs}+/gu, ' '),
  )

/** One line that says something. */
export const requiredLine = (most: number) => line(most).min(1, 'Fill this in.')
export const requiredName = (most: number) => nameLine(most).min(1, 'Fill this in.')

/** One line or nothing: an empty line means nothing. */
export const optionalLine = (most: number) =>
  line(most)
    .nullable()
    .transform((value) => value || null)

/** Several lines or nothing. */
export const optionalText = (most: number) =>
  z
    .string()
    .max(most, `Use at most ${most} characters.`)
    .refine(storable, UNSTORABLE)
    .nullable()
    .transform((value) => value?.trim() || null)

/**
 * A password as typed: never trimmed. The policy judges it and counts characters; this only refuses what cannot be one:
 * 256 characters are at most 1024 UTF-16 units, even where accents stand by themselves.
 */
export const typedPassword = (whenEmpty: string) =>
  z.string().min(1, whenEmpty).max(1024, 'Use at most 256 characters.')
export const password = typedPassword('Fill this in.')

/** Takes what a person typed, returns the address to store, refuses with the reason. */
export const emailAddress = z
  .string()
  .check((typed) => {
    const parsed = parseEmailAddress(typed.value)
    if (parsed.ok) typed.value = parsed.address
    else typed.issues.push({ code: 'custom', message: parsed.reason, input: typed.value })
  })
  .meta({ format: 'email', examples: ['name@example.com'] })

export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use the short name of a language, such as en or pt-BR.')
  .max(35)

export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      return true
    } catch {
      return false
    }
  }, 'Use a time zone such as Europe/Lisbon.')

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'Use the three letters of a currency, such as EUR.', abort: true })
  .refine(isCurrency, 'There is no such currency. Use a code of ISO 4217, such as EUR.')

/** Both bounds in one sentence, so that nobody learns the second after correcting the first. */
export const wholeNumber = (from: number, to: number) => {
  const say = `Use a whole number from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}.`
  return z.int(say).min(from, say).max(to, say)
}

export const status = z.enum(['active', 'inactive', 'all']).default('active')
export type Status = z.infer<typeof status>

const LIMIT = 'Use a whole number from 1 to 100.'
/** How every list is asked for: by keyset, never by page number. */
export const listQuery = {
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(50),
  cursor: z.string().max(1000).optional().describe('The nextCursor of the page before.'),
}

export const page = <T extends z.ZodType>(of: T) =>
  z.object({ data: z.array(of), nextCursor: z.string().nullable().describe('null: this was the last page.') })
