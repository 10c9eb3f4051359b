import { formatDecimal, formatMinor, formatMinorBare } from '../../server/documents/money.ts'

const DAY_MS = 86_400_000

/**
 * How the reader's browser writes numbers and days. Some browsers report a locale that Intl does not know, such as
 * `en-US@posix`: the part that it knows is used, or else English.
 */
export function readerLocale(said = navigator.language): string {
  for (const tag of [said, said.replace(/[@.].*$/, '').replaceAll('_', '-')])
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? 'en'
    } catch {
      // The next one may be valid.
    }
  return 'en'
}

/** A date as people say it: "just now", "5 minutes ago", "today 14:05", "yesterday 09:10", "in 2 days", "3 May", "3 May 2024". */
export function peopleDate(when: Date, now = new Date(), locale = readerLocale()): string {
  const seconds = (when.getTime() - now.getTime()) / 1000
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (Math.abs(seconds) < 60) return seconds < 5 ? 'just now' : 'in a moment'
  if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), 'minute')

  const time = when.toLocaleTimeString(locale, { timeStyle: 'short' })
  const days = calendarDays(now, when)
  if (days === 0) return `today ${time}`
  if (days === -1 || days === 1) return `${relative.format(days, 'day')} ${time}`
  if (days > 1 && days < 7) return relative.format(days, 'day')

  const sameYear = when.getFullYear() === now.getFullYear()
  return when.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

export function exactDate(when: Date, locale = readerLocale()): string {
  return when.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'long' })
}

function calendarDays(from: Date, to: Date) {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(to) - midnight(from)) / DAY_MS)
}

/** "3 May", "3 May 2024": a day in a sentence. */
export function dayOf(at: string, now = new Date(), locale = readerLocale()): string {
  const when = new Date(at)
  return when.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    ...(when.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  })
}

/** "3 May", "3 May 2024": a day without a time, such as a due date, the same wherever it is read. */
export function calendarDay(date: string, now = new Date(), locale = readerLocale()): string {
  const sameYear = date.startsWith(`${now.getFullYear()}-`)
  return dayWith(sameYear ? {} : { year: 'numeric' }, date, locale)
}

/** "3 May 2024": on an invoice, which is kept for years. */
export function dayOnPaper(date: string, locale = readerLocale()): string {
  return dayWith({ year: 'numeric' }, date, locale)
}

function dayWith(year: { year?: 'numeric' }, date: string, locale: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...year,
  })
}

/** "€1,234.50", as the reader's language writes it. */
export const money = (amountMinor: number, currency: string, locale = readerLocale()) =>
  formatMinor(amountMinor, currency, locale)

/** "1,234.50": where the currency is said beside it. */
export const bareMoney = (amountMinor: number, currency: string, locale = readerLocale()) =>
  formatMinorBare(amountMinor, currency, locale)

/** "1.5" as the reader's language writes it. */
export const decimalWords = (value: string, locale = readerLocale()) => formatDecimal(value, locale)

/** "Anna Berg", or the address where no name is known. */
export function personName(person: {
  firstName?: string | null
  lastName?: string | null
  email: string
}): string {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || person.email
}

/** The address, beside a name that is not the address already. */
export const emailBeside = (name: string, email: string) => (name === email ? undefined : email)

/** A name within a sentence that must stay short: its beginning says who it is. */
export function shortened(name: string, most = 40): string {
  const letters = [...name]
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : name
}

/** "Acme", "Acme and Birch", "Acme, Birch and Cedar". */
export function listOf(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words)
}

/** "1 contact", "2 contacts". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString()} ${amount === 1 ? one : many}`
}

/** "12 kB", "1.5 MB": as file managers count. */
export function fileSize(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000))
  return kilobytes < 1000 ? `${kilobytes} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A browser can dial this; spaces and brackets are for reading. */
export function phoneLink(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, '')}`
}

/** Opens a new e-mail to this address and nobody else: `?cc=` in an address is a part of it. */
export function mailLink(email: string): string {
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}`
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' })

export function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag
  } catch {
    return tag
  }
}
