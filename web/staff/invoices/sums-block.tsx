import type { ReactNode } from 'react'
import { decimalWords, money } from '../../lib/formats.ts'
import type { TaxOfRate } from '../../../server/invoices/totals.ts'
import classes from './paper.module.css'

interface Props {
  currency: string
  subtotalMinor: number
  discountMinor: number
  taxes: TaxOfRate[]
  totalMinor: number
  /** "Discount 5%", or the field in which it is typed. */
  discount: ReactNode
  paidMinor?: number
  /** Beside lines that end with buttons: the amounts stand below those of the lines. */
  isBesideTools?: boolean
}

/** The sums at the bottom right, as on the paper. */
export function SumsBlock({
  currency,
  subtotalMinor,
  discountMinor,
  taxes,
  totalMinor,
  discount,
  paidMinor = 0,
  isBesideTools = false,
}: Props) {
  const show = (amountMinor: number) => money(amountMinor, currency)
  return (
    <dl
      className={`${classes.sums} numbers`}
      aria-label="Totals"
      data-beside-tools={isBesideTools || undefined}
    >
      <Sum name="Subtotal">{show(subtotalMinor)}</Sum>
      {discount && <Sum name={discount}>{show(discountMinor === 0 ? 0 : -discountMinor)}</Sum>}
      {taxes.map(({ rate, netMinor, taxMinor }) => (
        <Sum key={rate} name={`Tax ${decimalWords(rate)}% on ${show(netMinor)}`}>
          {show(taxMinor)}
        </Sum>
      ))}
      <Sum name="Total" isStrong>
        {show(totalMinor)}
      </Sum>
      {paidMinor > 0 && (
        <>
          <Sum name="Paid">{show(-paidMinor)}</Sum>
          <Sum name="Amount due" isStrong>
            {show(totalMinor - paidMinor)}
          </Sum>
        </>
      )}
    </dl>
  )
}

function Sum({ name, isStrong, children }: { name: ReactNode; isStrong?: boolean; children: string }) {
  return (
    <div data-strong={isStrong || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
