import { Title } from '@mantine/core'
import type { PortalInvoice } from '../../../server/invoices/portal-invoices.api.ts'
import { dayOnPaper, decimalWords, money } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { InvoiceTotals } from '../../ui/invoice-totals.tsx'
import classes from './invoice-page.module.css'

/** What the PDF says, for a screen as narrow as a phone's. */
export function InvoicePaper({ invoice }: { invoice: PortalInvoice }) {
  const { seller, buyer, issueDate, dueDate, purchaseOrder, notes, lines, currency } = invoice
  const { status, discountMinor, discountPercent, paidMinor } = invoice
  return (
    <article aria-label="Invoice" className={classes.paper}>
      <div className={classes.parties}>
        <Party title="From" name={seller.name}>
          {[seller.address, seller.email, seller.taxId && `Tax ID ${seller.taxId}`]}
        </Party>
        <Party title="Billed to" name={buyer.name}>
          {[buyer.address, buyer.accountNumber && `Account ${buyer.accountNumber}`]}
        </Party>
      </div>
      <Facts>
        <Fact name="Issued">{dayOnPaper(issueDate)}</Fact>
        <Fact name="Due">{dayOnPaper(dueDate)}</Fact>
        <Fact name="Your order">{purchaseOrder && <bdi>{purchaseOrder}</bdi>}</Fact>
      </Facts>
      <ul className={classes.lines} aria-label="Lines">
        {lines.map((line, at) => (
          <li key={at}>
            <span className={classes.description} dir="auto">
              {line.description}
            </span>
            <Amount className={classes.lineAmount} minor={line.amountMinor} currency={currency} />
            <span className="muted small numbers">{figures(line, currency)}</span>
          </li>
        ))}
      </ul>
      <InvoiceTotals
        {...invoice}
        discount={discountMinor !== 0 && `Discount ${decimalWords(discountPercent)}%`}
        paidMinor={status === 'void' ? 0 : paidMinor}
      />
      <Payments invoice={invoice} />
      {notes && (
        <p className={classes.notes} dir="auto">
          {notes}
        </p>
      )}
      {seller.footer && (
        <p className={`${classes.notes} muted small`} dir="auto">
          {seller.footer}
        </p>
      )}
    </article>
  )
}

function Party({ title, name, children }: { title: string; name: string; children: (string | null)[] }) {
  return (
    <div>
      <div className="muted">{title}</div>
      <div className={classes.strong}>
        <bdi>{name}</bdi>
      </div>
      <div className={classes.address}>{children.filter(Boolean).join('\n')}</div>
    </div>
  )
}

/** "1.5 × €100.00, 5% off, tax 19%" */
function figures(line: PortalInvoice['lines'][number], currency: string): string {
  return [
    `${decimalWords(line.quantity)} × ${money(line.unitPriceMinor, currency)}`,
    line.discountPercent !== '0' && `${decimalWords(line.discountPercent)}% off`,
    line.taxRate !== '0' && `tax ${decimalWords(line.taxRate)}%`,
  ]
    .filter(Boolean)
    .join(', ')
}

const METHODS: Record<PortalInvoice['payments'][number]['method'], string> = {
  transfer: 'by transfer',
  card: 'by card',
  cash: 'in cash',
  cheque: 'by cheque',
  directDebit: 'by direct debit',
  other: '',
}

function Payments({ invoice: { payments, currency } }: { invoice: PortalInvoice }) {
  if (payments.length === 0) return null
  return (
    <section aria-labelledby="payments" className={classes.payments}>
      <Title order={2} id="payments">
        Payments
      </Title>
      <ul>
        {payments.map(({ receivedOn, amountMinor, method }, at) => (
          <li key={at}>
            <span>
              {dayOnPaper(receivedOn)} <span className="muted">{METHODS[method]}</span>
            </span>
            <Amount minor={amountMinor} currency={currency} />
          </li>
        ))}
      </ul>
    </section>
  )
}
