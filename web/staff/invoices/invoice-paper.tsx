import { useQuery } from '@tanstack/react-query'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { bareMoney, dayOnPaper, decimalWords } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { InvoiceTotals } from '../../ui/invoice-totals.tsx'
import { logoQuery } from './invoice-queries.ts'
import classes from './paper.module.css'

/** The invoice as its reader sees it: what the PDF of its newest revision says, and of a draft what it would say now. */
export function InvoicePaper({ invoice }: { invoice: Invoice }) {
  const { seller, buyer, issueDate, dueDate, purchaseOrder, notes, revision, discountPercent, number } =
    invoice
  const { data: logo } = useQuery(logoQuery(seller.logoId))
  const small = [seller.paymentInstructions, seller.footer].filter(Boolean)
  return (
    <article aria-label="Invoice" className={classes.paper}>
      <div className={classes.head}>
        <div className={classes.seller}>
          {logo && <img className={classes.logo} alt="" src={`data:${logo.type};base64,${logo.base64}`} />}
          <div className={classes.strong}>{seller.name}</div>
          <div className="muted">
            {[seller.address, seller.email, seller.taxId && `Tax ID ${seller.taxId}`]
              .filter(Boolean)
              .join('\n')}
          </div>
        </div>
        <div className={classes.title}>
          <div className={classes.strong}>{number ? `Invoice ${number}` : 'Draft'}</div>
          {revision > 1 && <div className="muted">Revision {revision}</div>}
        </div>
      </div>
      <div className={classes.parties}>
        <div>
          <h3>Bill to</h3>
          <AnchorLink
            to="/customers/$customerId"
            params={{ customerId: invoice.customerId }}
            className={classes.strong}
          >
            {buyer.name}
          </AnchorLink>
          <div className={classes.address}>
            {[buyer.address, buyer.accountNumber && `Account ${buyer.accountNumber}`]
              .filter(Boolean)
              .join('\n')}
          </div>
        </div>
        <Facts>
          <Fact name="Issued">{dayOnPaper(issueDate)}</Fact>
          <Fact name="Due">{dayOnPaper(dueDate)}</Fact>
          <Fact name="PO number">{purchaseOrder}</Fact>
          <Fact name="Currency">{invoice.currency}</Fact>
        </Facts>
      </div>
      <Lines invoice={invoice} />
      <div className={classes.below}>
        <div className={classes.notes}>
          {notes && (
            <>
              <h3>Notes</h3>
              {notes}
            </>
          )}
        </div>
        <InvoiceTotals
          {...invoice}
          discount={invoice.discountMinor !== 0 && `Discount ${decimalWords(discountPercent)}%`}
        />
      </div>
      {small.length > 0 && <div className={classes.small}>{small.join('\n\n')}</div>}
    </article>
  )
}

function Lines({ invoice: { lines, currency } }: { invoice: Invoice }) {
  const hasDiscount = lines.some(({ discountPercent }) => discountPercent !== '0')
  const hasTax = lines.some(({ taxRate }) => taxRate !== '0')
  if (lines.length === 0) return <p className="muted">There is no line yet: edit the draft to add one.</p>
  return (
    <table className={`${classes.lines} numbers`}>
      <thead>
        <tr>
          <th scope="col">Description</th>
          <th scope="col">Quantity</th>
          <th scope="col">Unit price</th>
          {hasDiscount && <th scope="col">Discount</th>}
          {hasTax && <th scope="col">Tax</th>}
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          <tr key={at}>
            <td dir="auto">{line.description}</td>
            <td>{decimalWords(line.quantity)}</td>
            <td>{bareMoney(line.unitPriceMinor, currency)}</td>
            {hasDiscount && (
              <td data-nothing={line.discountPercent === '0' || undefined}>
                {line.discountPercent === '0' ? '' : `−${decimalWords(line.discountPercent)}%`}
              </td>
            )}
            {hasTax && <td className={classes.tax}>{decimalWords(line.taxRate)}%</td>}
            <td>
              <Amount minor={line.amountMinor} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
