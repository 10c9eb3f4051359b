import { readerLocale } from './formats.ts'
import { minorDigits } from '../../server/documents/money.ts'

/**
 * Numbers as people write them, in their own way or the computer's: `19.99`, `19,99`, `1,234.50`, `1.234,50`, `1 234`,
 * `€ 5`. Where one separator alone could mean either, it means what it means in the reader's language.
 */

export type Typed<Value> = { ok: true; value: Value } | { ok: false; reason: string }

const refuse = (reason: string) => ({ ok: false as const, reason })

/** `1,5` is `1.5`: a decimal as the API takes it. */
export function readDecimal(typed: string, digits = 4, locale = readerLocale()): Typed<string> {
  const parts = partsOf(typed.replace(/%/g, ''), digits, locale)
  if (!parts || parts.negative) return refuse('Use a number such as 1.5.')
  if (parts.fraction.length > digits) return refuse(`Use at most ${digits} decimals.`)
  if (parts.whole.length > 9) return refuse('Use a smaller number.')
  return { ok: true, value: parts.fraction ? `${parts.whole}.${parts.fraction}` : parts.whole }
}

/** `7,5 %` is `7.5`; at most 100. */
export function readPercent(typed: string, locale = readerLocale()): Typed<string> {
  const read = readDecimal(typed.trim() === '' ? '0' : typed, 4, locale)
  if (!read.ok) return refuse('Use a percentage such as 19 or 7.5.')
  return Number(read.value) > 100 ? refuse('Use at most 100.') : read
}

const PRICE_MINOR_MOST = 100_000_000_000

/** `19.99` in euros is 1999: an amount in the minor unit of its currency. It may be below zero. */
export function readMoney(typed: string, currency: string, locale = readerLocale()): Typed<number> {
  const digits = minorDigits(currency)
  const parts = partsOf(withoutCurrency(typed), digits, locale)
  if (!parts) return refuse(`Use an amount such as ${digits ? `19.${'9'.repeat(digits)}` : '1900'}.`)
  if (parts.fraction.length > digits)
    return refuse(digits ? `${currency} has ${digits} decimals.` : `${currency} has no decimals.`)
  const minor = Number(parts.whole + parts.fraction.padEnd(digits, '0'))
  if (minor > PRICE_MINOR_MOST) return refuse('Use a smaller price.')
  return { ok: true, value: parts.negative && minor > 0 ? -minor : minor }
}

/** `EUR 5`, `€5`, `-€5` and `5 zł` are 5 or -5; a letter within the figures is a slip. */
const withoutCurrency = (typed: string) =>
  typed
    .trim()
    .replace(/^([-−–]?)\s*[\p{Sc}\p{L}]+\.?/u, '$1')
    .replace(/[\p{Sc}\p{L}]+\.?$/u, '')

function partsOf(typed: string, digits: number, locale: string) {
  const text = westernDigits(typed).replace(/[\s'’_]/gu, '')
  const shape = /^([-−–]?)(\d[\d.,]*|[.,]\d+)([-−–]?)$/u.exec(text)
  if (!shape) return null
  const number = shape[2]!
  const at = decimalAt(number, digits, locale)
  const whole = at === -1 ? number : number.slice(0, at)
  const fraction = at === -1 ? '' : number.slice(at + 1)
  if (/[.,]/.test(fraction) || !isGrouped(whole)) return null
  return {
    negative: Boolean(shape[1] || shape[3]),
    whole: whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0',
    fraction,
  }
}

/** Where the decimals begin; -1 where every separator only groups. */
function decimalAt(number: string, digits: number, locale: string): number {
  const separators = [...number].filter((letter) => letter === '.' || letter === ',')
  const last = separators.at(-1)
  if (!last) return -1
  const at = number.lastIndexOf(last)
  if (new Set(separators).size > 1) return at
  if (separators.length > 1) return -1
  const looksGrouped = number.length - at - 1 === 3 && at >= 1 && at <= 3 && number[0] !== '0'
  return looksGrouped && (digits === 0 || last !== decimalSeparator(locale)) ? -1 : at
}

/** In threes, or in twos before the last three, as in India. */
const isGrouped = (whole: string) => /^\d*$/.test(whole) || /^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(whole)

function decimalSeparator(locale: string): string {
  const part = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value
  return part === '٫' ? '.' : (part ?? '.')
}

/** Arabic and Persian digits and separators as the ones above. */
const westernDigits = (text: string) =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
