import { money } from '../lib/formats.ts'

interface Props {
  minor: number
  currency: string
  className?: string | undefined
}

/** An amount of money, always shown whole: never cut off, and never broken within its number. */
export function Amount({ minor, currency, className = '' }: Props) {
  return <span className={`amount ${className}`}>{money(minor, currency)}</span>
}

/** The least width of a column of amounts: hundreds of millions, with their currency. */
export const AMOUNT_TRACK = 'minmax(11em, 0.9fr)'
