import { Title } from '@mantine/core'
import { mdiScaleBalance } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { CustomerAccount as Account } from '../../../server/statements/statements.api.ts'
import { calendarDay } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { RecordPayment } from '../payments/record-payment.tsx'
import { HeadActions } from '../shell/head-actions.tsx'
import { useMay } from '../session.ts'
import { AgeingBars } from './ageing-bars.tsx'
import { SendStatement } from './send-statement.tsx'
import { StatementList } from './statement-list.tsx'
import { accountQuery } from './statement-queries.ts'
import classes from './statements.module.css'

/** Customer Details > Account: what is open and since when, and the statements that were sent. */
export function CustomerAccount() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const { data: account, error, refetch } = useQuery(accountQuery(customerId))
  const mayManage = useMay('manager')
  usePageTitle('Account', customer?.name, 'Portico')
  return (
    <div className={classes.account}>
      {mayManage && customer && (
        <HeadActions>
          <RecordPayment customer={customer} />
          <SendStatement customer={customer} />
        </HeadActions>
      )}
      {error && !account && <ErrorNotice error={error} retry={refetch} />}
      {!account && !error && <SkeletonRows rows={5} height={56} />}
      {account && account.currencies.length === 0 && (
        <Empty icon={mdiScaleBalance} title="Nothing is owed">
          Open invoices are shown here by age, and so is credit.
        </Empty>
      )}
      {account?.notPrinted && <Notice tone="attention">{account.notPrinted}</Notice>}
      {account?.currencies.map((one) => (
        <AgeingBars key={one.currency} account={one} />
      ))}
      {account && account.items.length > 0 && <OpenItems account={account} />}
      <StatementList customerId={customerId} />
    </div>
  )
}

function OpenItems({ account: { asOf, items, itemCount } }: { account: Account }) {
  return (
    <section aria-label="Open invoices">
      <Title order={2}>Open invoices</Title>
      {itemCount > items.length && (
        <p className="muted">
          The {items.length} oldest of {itemCount.toLocaleString()} are listed. The sums count all of them.
        </p>
      )}
      <table className={`${classes.table} numbers`}>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col" data-wide>
              Issued
            </th>
            <th scope="col">Due</th>
            <th scope="col" data-end data-wide>
              Total
            </th>
            <th scope="col" data-end>
              Balance
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.invoiceId}>
              <td>
                <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId: item.invoiceId }}>
                  {item.number}
                </AnchorLink>
                {item.disputed && <span className="muted"> disputed</span>}
              </td>
              <td data-wide>{calendarDay(item.issueDate)}</td>
              <td>
                {calendarDay(item.dueDate)}
                {item.dueDate < asOf && <span className={classes.late}>Overdue</span>}
              </td>
              <td data-end data-wide>
                <Amount minor={item.totalMinor} currency={item.currency} />
              </td>
              <td data-end>
                <Amount minor={item.balanceMinor} currency={item.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
