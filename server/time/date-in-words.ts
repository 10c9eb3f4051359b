import { dateFormat } from './date-format.ts'

/** `2026-05-03` is `3 May 2026` in English: a day has no time zone. */
export function dateInWords(date: string, language: string): string {
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return date
  return dateFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}

/** In plain English the day comes first; a document for American readers asks for American English. */
function localeOf(language: string) {
  if (language.toLowerCase() === 'en') return 'en-GB'
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en-GB'
  } catch {
    return 'en-GB'
  }
}
