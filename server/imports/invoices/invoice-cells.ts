import { currencyNamed } from '../named-codes.ts'

/** What people write into the cells of invoices: dates and decimals as their countries write them. */

export type DateOrder = 'dayFirst' | 'monthFirst' | null
export type DecimalSign = 'point' | 'comma' | null
/** How a file writes them, where that cannot be told from the cells. */
export type Notation = { dateOrder: DateOrder; decimalSign: DecimalSign }

/** A cell as sentences show it. */
export const quoted = (cell: string) => (cell.length > LONGEST_QUOTED ? `${cell.slice(0, LONGEST_QUOTED)}…` : cell)
const LONGEST_QUOTED = 40
const LONGEST_NUMBER = 60

/** What was read, or what is wrong with it, in a sentence. */
type Read = { value: string } | { fault: string }

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const TIME = String.raw`(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?`
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`, 'i')
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${TIME}$`, 'i')
const DAY_IN_WORDS = new RegExp(`^(\\d{1,2})\\.?[ -]([a-z]{3})[a-z]*\\.?,?[ -](\\d{4})${TIME}$`, 'i')
const MONTH_IN_WORDS = new RegExp(`^([a-z]{3})[a-z]*\\.?[ -](\\d{1,2}),?[ -](\\d{4})${TIME}$`, 'i')

/** Databases write so that there is no day. */
export const saysNoDay = (cell: string) => /^0{2,4}([-/.])0{1,2}\1(?:0{4}|0{1,2})(?: [0:]+)?$/.test(cell)

/** `2021-01-31 00:00:00`, `31.1.2021`, `01/31/2021`, `31 Jan 2021`: a day as `2021-01-31`. */
export function readDate(cell: string, order: DateOrder): Read {
  const yearFirst = YEAR_FIRST.exec(cell)
  if (yearFirst) return day(cell, yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  const words = DAY_IN_WORDS.exec(cell)
  if (words) return day(cell, words[3]!, monthNamed(words[2]!), words[1]!)
  const american = MONTH_IN_WORDS.exec(cell)
  if (american) return day(cell, american[3]!, monthNamed(american[1]!), american[2]!)
  const yearLast = YEAR_LAST.exec(cell)
  if (!yearLast) return { fault: `“${quoted(cell)}” is not a date. Use one such as 2021-01-31.` }
  const [, first, sign, second, year] = yearLast as unknown as [string, string, string, string, string]
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

const monthNamed = (name: string) => String(MONTHS.indexOf(name.toLowerCase()) + 1)

function day(cell: string, year: string, month: string, date: string): Read {
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
  if (beside !== undefined) cell = cell.replace(/[^\d\s.,()'’+\-−\u00a0\u202f]/g, '').replace(/^[\s.]+(?=[\s(\-−])|[\s.]+$/g, '')
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
