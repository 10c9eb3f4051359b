import { formatMinor, minorDigits } from '../../documents/money.ts'

/** An amount in the currency's minor unit. Refused if the currency has fewer decimals. */
export function minorOf(decimal: string, currency: string): { minor: number } | { fault: string } {
  const digits = minorDigits(currency)
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)!
  if (fraction.length > digits)
    return { fault: `${decimal} has more decimals than ${currency}, which has ${digits}.` }
  const minor = Number(`${sign}${whole}${fraction.padEnd(digits, '0')}`)
  if (Math.abs(minor) > MOST_MINOR) return { fault: `${decimal} is more than an invoice can come to.` }
  return { minor: minor === 0 ? 0 : minor }
}
export const MOST_MINOR = 100_000_000_000

/** The same everywhere, whatever the organization's language: the sentences around it are English. */
export const money = (minor: number, currency: string) => formatMinor(minor, currency, 'en')
