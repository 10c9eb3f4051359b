import type { ReactNode } from 'react'
import type { TaxOfRate } from '../../server/invoices/totals.ts'
import { decimalWords } from '../lib/formats.ts'
import { Amount } from './amount.tsx'
import classes from './invoice-totals.module.css'

interface Props {
  currency: string
  subtotalMinor: number
  discountMinor: number
  taxes: TaxOfRate[]
  totalMinor: number
  /** "Discount 5%", or the field in which it is typed. */
  discount: ReactNode
  paidMinor?: number
}

/** What an invoice comes to: the same sums on the paper of both apps and in the editor. */
export function InvoiceTotals({
  currency,
  subtotalMinor,
  discountMinor,
  taxes,
  totalMinor,
  discount,
  paidMinor = 0,
}: Props) {
  const show = (minor: number) => <Amount minor={minor} currency={currency} />
  return (
    <dl className={`${classes.sums} numbers`} aria-label="Totals">
      {(discount || taxes.length > 0) && <Sum name="Subtotal">{show(subtotalMinor)}</Sum>}
      {discount && <Sum name={discount}>{show(discountMinor === 0 ? 0 : -discountMinor)}</Sum>}
      {taxes.map(({ rate, netMinor, taxMinor }) => (
        <Sum
          key={rate}
          name={
            <>
              {`Tax ${decimalWords(rate)}% on `}
              {show(netMinor)}
            </>
          }
        >
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

function Sum({ name, isStrong, children }: { name: ReactNode; isStrong?: boolean; children: ReactNode }) {
  return (
    <div data-strong={isStrong || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
