import { mdiCashMultiple } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { paymentColumns } from './payment-columns.tsx'
import { paymentsQuery } from './payment-queries.ts'

/** What came in, of everybody or of one customer. */
export function PaymentList({ customerId }: { customerId?: string }) {
  const query = useInfiniteQuery(paymentsQuery(customerId))
  return (
    <PagedTable
      label="Payments"
      query={query}
      columns={paymentColumns(customerId !== undefined)}
      keyOf={({ id }) => id}
      isQuiet={({ reverses, reversedBy }) => reverses !== null || reversedBy !== null}
      empty={
        <Empty icon={mdiCashMultiple} title="No payments yet">
          Choose Record payment, above or on the page of an open invoice. One payment may pay several
          invoices, or a part of one.
        </Empty>
      }
    />
  )
}
