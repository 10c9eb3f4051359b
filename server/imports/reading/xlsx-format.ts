import { percent, plainNumber } from './workbook.ts'

/** What a cell's format makes of its number: a day, an hour, a share, leading zeros, or the number. */
export type NumberFormat = 'number' | 'date' | 'time' | 'dateTime' | 'percent' | { digits: string }

/** Formats that a workbook has without saying what they are (ECMA-376, 18.8.30), as far as they are not plain numbers. */
const BUILT_IN: Record<number, NumberFormat> = {
  9: 'percent',
  10: 'percent',
  ...Object.fromEntries(
    [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date']),
  ),
  ...Object.fromEntries([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'time'])),
  22: 'dateTime',
}

export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return BUILT_IN[id] ?? 'number'
  const [first = ''] = code.split(';')
  // Words in quotes, what a backslash shows as it is, and colours and conditions are no part of the format.
  const bare = first
    .replace(/"[^"]*"|\\.|_./g, '')
    .replace(/\[(?!h|m|s)[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general|@/.test(bare)) return 'number'
  if (bare.includes('%')) return 'percent'
  const isDay = /[yd]/.test(bare) || (/m/.test(bare) && !/[hs]/.test(bare))
  const isHour = /[hs]/.test(bare)
  if (isDay) return isHour ? 'dateTime' : 'date'
  if (isHour) return 'time'
  const shown = first.replace(/\\(.)|"([^"]*)"/g, '$1$2')
  const isDecimal = /^0+(?:\.0+)?$/.test(shown) && !/^00+$/.test(shown)
  if (/^[0()\-/ .+]+$/.test(shown) && shown.includes('0') && !isDecimal) return { digits: shown }
  return 'number'
}

export function shownNumber(value: string, format: NumberFormat, from1904: boolean): string {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (format === 'number') return plainNumber(number)
  if (format === 'percent') return percent(number)
  if (typeof format === 'object') return inDigits(number, format.digits)
  return pointInTime(number, format, from1904)
}

/** 00123 for 123 in the format 00000, (0)30 12 34 for 301234. */
function inDigits(number: number, pattern: string): string {
  if (!Number.isInteger(number) || number < 0) return plainNumber(number)
  const wanted = pattern.replaceAll(/[^0]/g, '').length
  const digits = plainNumber(number).padStart(wanted, '0')
  const more = digits.slice(0, digits.length - wanted)
  let at = more.length
  let isFirst = true
  return pattern.replaceAll('0', () => {
    const digit = digits[at++]!
    const shown = isFirst ? more + digit : digit
    isFirst = false
    return shown
  })
}

const DAY_MS = 86_400_000
const DAY_0 = Date.UTC(1899, 11, 30)
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1)
const LAST_DAY = 2_958_465

function pointInTime(number: number, format: 'date' | 'time' | 'dateTime', from1904: boolean): string {
  if (number < 0 || number > LAST_DAY) return plainNumber(number)
  // Excel counts a 29 February 1900, which there was not.
  const days = from1904 || number >= 60 ? number : number + 1
  const at = new Date((from1904 ? DAY_0_OF_1904 : DAY_0) + Math.round(days * 86_400) * (DAY_MS / 86_400))
  const [day = '', hour = ''] = at.toISOString().slice(0, 19).split('T')
  if (format === 'time' && number < 1) return hour.replace(/:00$/, '')
  if (format === 'date' || hour === '00:00:00') return day
  return `${day} ${hour.replace(/:00$/, '')}`
}
