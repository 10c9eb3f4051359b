import { bare as bareName } from '../columns/headings.ts'
import { currencyNamed } from '../cells/named-codes.ts'

/** What people write into the cells of invoices: dates and decimals as their countries write them. */

export type DateOrder = 'dayFirst' | 'monthFirst' | null
export type DecimalSign = 'point' | 'comma' | null
/** How a file writes them, where that cannot be told from the cells. */
export type Notation = {
  dateOrder: DateOrder
  decimalSign: DecimalSign
  /** Some days of the file can only begin with the day, and others only with the month: then none tells its own order. */
  hasBothOrders?: boolean
}

/** A cell as sentences show it. */
export const quoted = (cell: string) =>
  cell.length > LONGEST_QUOTED ? `${cell.slice(0, LONGEST_QUOTED)}…` : cell
const LONGEST_QUOTED = 40
const LONGEST_NUMBER = 60
const LONGEST_DATE = 60

/** What was read, or what is wrong with it, in a sentence. */
type Read = { value: string } | { fault: string }

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const TIME = String.raw`(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?`
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`, 'i')
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`, 'i')
const YEAR = String.raw`(\d{4}|\d{2})`
const DAY_IN_WORDS = new RegExp(
  `^(\\d{1,2})(?:\\.|st|nd|rd|th|er|º|°)?[ -](?:de |di )?([\\p{L}\\p{M}]+)\\.?,?[ -](?:de |del )?${YEAR}${TIME}$`,
  'iu',
)
const MONTH_IN_WORDS = new RegExp(
  `^([\\p{L}\\p{M}]+)\\.?[ -](\\d{1,2})(?:st|nd|rd|th)?,?[ -](\\d{4})${TIME}$`,
  'iu',
)

/** Databases write so that there is no day. */
export const saysNoDay = (cell: string) => /^0{2,4}([-/.])0{1,2}\1(?:0{4}|0{1,2})(?: [0:]+)?$/.test(cell)

/** `2021-01-31 00:00:00`, `31.1.2021`, `01/31/2021`, `31 Jan 2021`: a day as `2021-01-31`. */
export function readDate(cell: string, order: DateOrder, hasBothOrders = false): Read {
  if (cell.length > LONGEST_DATE)
    return { fault: `“${quoted(cell)}” is not a date. Use one such as 2021-01-31.` }
  const yearFirst = YEAR_FIRST.exec(cell)
  if (yearFirst) return day(cell, yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  const [, date, itsMonth, itsYear] = DAY_IN_WORDS.exec(cell) ?? []
  const [, otherMonth, otherDate, otherYear] = MONTH_IN_WORDS.exec(cell) ?? []
  const month = monthNamed(itsMonth ?? otherMonth ?? '')
  if (month !== null) return day(cell, (itsYear ?? otherYear)!, month, (date ?? otherDate)!)
  const yearLast = YEAR_LAST.exec(cell)
  if (!yearLast) return { fault: `“${quoted(cell)}” is not a date. Use one such as 2021-01-31.` }
  const [, first, sign, second, year] = yearLast as unknown as [string, string, string, string, string]
  if (sign === '-' && year.length === 2)
    return { fault: `“${quoted(cell)}” may begin with the day or the year. Write the year with four digits.` }
  if (order === null && hasBothOrders && sign !== '.')
    return {
      fault: `“${quoted(cell)}”: the file has days that begin with the day, and days that begin with the month. Say at Columns which comes first, and correct the others.`,
    }
  // With points between them, nobody puts the month first.
  const told =
    order ?? (sign === '.' || Number(first) > 12 ? 'dayFirst' : Number(second) > 12 ? 'monthFirst' : null)
  if (told === null && first !== second)
    return {
      fault: `“${quoted(cell)}” may be ${inWords(first, second)} or ${inWords(second, first)}. Say at Columns which comes first, the day or the month.`,
    }
  return told === 'monthFirst' ? day(cell, year, first, second) : day(cell, year, second, first)
}

const inWords = (date: string, month: string) =>
  `${Number(date)} ${(MONTHS[Number(month) - 1] ?? '').replace(/^./, (letter) => letter.toUpperCase())}`

/** The number of a month by its name in the languages of the headings. Null: it is none, or not the same in all of them. */
function monthNamed(name: string): string | null {
  months ??= namesOfMonths()
  return months.get(bareName(name)) ?? null
}
let months: Map<string, string | null> | undefined

function namesOfMonths(): Map<string, string | null> {
  const names = new Map<string, string | null>([['sept', '9']])
  for (const language of ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'sv', 'da', 'nb', 'fi', 'cs'])
    for (const style of ['long', 'short'] as const)
      for (const day of [undefined, 'numeric'] as const) {
        const format = new Intl.DateTimeFormat(language, {
          month: style,
          timeZone: 'UTC',
          ...(day && { day }),
        })
        for (let month = 1; month <= 12; month++) {
          const parts = format.formatToParts(Date.UTC(2021, month - 1, 15))
          const name = bareName(parts.find(({ type }) => type === 'month')?.value ?? '')
          if (!/\p{L}{3}/u.test(name)) continue
          names.set(name, (names.get(name) ?? `${month}`) === `${month}` ? `${month}` : null)
        }
      }
  return names
}

/** A year of two digits is one of this century, but for those that only the last can mean. */
const fullYear = (year: string) => (year.length === 4 ? year : `${Number(year) >= 70 ? '19' : '20'}${year}`)

function day(cell: string, year: string, month: string, date: string): Read {
  year = fullYear(year)
  const value = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const time = Date.parse(`${value}T00:00:00Z`)
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value
  if (!isDay) return { fault: `There is no such day as “${quoted(cell)}”.` }
  if (year < '1900' || year > '2199')
    return { fault: `“${quoted(cell)}” is too far away. Use a day from 1900 to 2199.` }
  return { value }
}

/** The currency beside a number, or its sign, which several may share: `€ 1.50`, `1.50 CHF`, `US$1.50`, `$1.50`. */
export function currencyBeside(cell: string): string | undefined {
  if (cell.length > LONGEST_NUMBER) return undefined
  const beside = cell.replace(/[\d\s.,()'’+\-−\u00a0\u202f]/g, '')
  if (beside === '' || beside.includes('%')) return undefined
  return currencyNamed(beside) ?? (/^\p{Sc}$/u.test(beside) ? beside : undefined)
}

/** Whether an amount with this code or sign may be in the currency: `$` in dollars of every country. */
export const mayBeIn = (currency: string, beside: string) =>
  beside === currency || (beside.length === 1 && signsOf(currency).includes(beside))

const signsOf = (currency: string) =>
  (['narrowSymbol', 'symbol'] as const)
    .map((currencyDisplay) =>
      new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay }).format(0),
    )
    .join('')
    .replace('¥', '¥￥')

/** `1,234.56`, `1.234,56`, `1 234,56 €`, `1'234.56`, `(12.50)`: a decimal as `-12.5`. */
export function readDecimal(cell: string, sign: DecimalSign): Read {
  if (cell.length > LONGEST_NUMBER) return { fault: `“${quoted(cell)}” is not a number.` }
  const beside = currencyBeside(cell)
  if (beside !== undefined)
    cell = cell.replace(/[^\d\s.,()'’+\-−\u00a0\u202f]/g, '').replace(/^[\s.]+(?=[\s(\-−])|[\s.]+$/g, '')
  const isNegative = /^\(.*\)$/.test(cell) || /^[-−]|[-−]$/.test(cell.replace(/^[^\d−-]+|[^\d−-]+$/g, ''))
  const bare = cell
    .replace(/^\(|\)$/g, '')
    .replace(
      /^(?:[-+−]|\p{Sc}|[A-Za-z]{3}|[\s\u00a0\u202f])+|(?:[-−]|\p{Sc}|[A-Za-z]{3}|%|[\s\u00a0\u202f])+$/gu,
      '',
    )
    .replace(/[\s\u00a0\u202f'’]/g, '')
  if (!/^[\d.,]*\d[\d.,]*$/.test(bare)) return { fault: `“${quoted(cell)}” is not a number.` }
  const told = sign ?? signIn(bare)
  if (told === null)
    return {
      fault: `“${quoted(cell)}” may have ${bare.includes(',') ? 'a decimal comma' : 'a decimal point'} or be in thousands. Say at Columns which sign comes before decimals.`,
    }
  const [decimal, thousands] = told === 'comma' ? [',', '.'] : ['.', ',']
  const [whole = '', fraction = '', ...more] = bare.split(decimal!)
  const groups = whole.split(thousands!)
  const areGroups =
    groups.slice(1).every((group) => group.length === 3) && (groups.length === 1 || groups[0] !== '')
  if (more.length > 0 || !areGroups || fraction.includes(thousands!))
    return {
      fault: `“${quoted(cell)}” is not a number with a decimal ${told}${sign === null ? '' : ', which is what Columns says'}.`,
    }
  const digits = groups.join('').replace(/^0+(?=\d)/, '') || '0'
  const decimals = fraction.replace(/0+$/, '')
  const isZero = /^0+$/.test(digits) && decimals === ''
  return { value: `${isNegative && !isZero ? '-' : ''}${digits}${decimals && `.${decimals}`}` }
}

/** The sign before the decimals, if one number alone shows it. */
function signIn(bare: string): DecimalSign {
  const [points, commas] = [bare.split('.').length - 1, bare.split(',').length - 1]
  if (points > 0 && commas > 0) return bare.lastIndexOf('.') > bare.lastIndexOf(',') ? 'point' : 'comma'
  if (points + commas === 0) return 'point'
  if (points > 1) return 'comma'
  if (commas > 1) return 'point'
  const [whole, fraction] = bare.split(/[.,]/) as [string, string]
  // One sign with three digits behind it: thousands, or thousandths.
  const mayBeThousands = fraction.length === 3 && whole !== '' && whole.length <= 3 && !whole.startsWith('0')
  if (mayBeThousands) return null
  return points === 1 ? 'point' : 'comma'
}
