import { Button } from '@mantine/core'
import { mdiCashPlus } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import { accountQuery } from '../statements/statement-queries.ts'
import { RecordPaymentForm } from './record-payment-form.tsx'

type Props =
  { invoice: Invoice; customer?: undefined } | { customer: { id: string; name: string }; invoice?: undefined }

/** Money that came in: from an invoice for that one first, from a customer for what has been owed longest. */
export function RecordPayment(props: Props) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<Icon path={mdiCashPlus} />} onClick={() => setIsOpen(true)}>
        Record payment
      </Button>
      {isOpen && <RecordPaymentDialog {...props} close={() => setIsOpen(false)} />}
    </>
  )
}

function RecordPaymentDialog({ invoice, customer, close }: Props & { close: () => void }) {
  const { id, name } = customer ?? { id: invoice.customerId, name: invoice.customerName }
  const { data: account, error, refetch } = useQuery({ ...accountQuery(id), staleTime: 0, gcTime: 0 })
  const ownCurrency = useQuery(organizationQuery).data?.currency
  return (
    <Dialog title={`Record a payment from ${name}`} close={close} size={560}>
      {error && !account && <ErrorNotice error={error} retry={refetch} />}
      {!error && !(account && ownCurrency) && <SkeletonRows rows={6} height={52} />}
      {account && ownCurrency && (
        <RecordPaymentForm
          customerId={id}
          customerName={name}
          invoice={invoice}
          account={account}
          ownCurrency={ownCurrency}
          close={close}
        />
      )}
    </Dialog>
  )
}
