import { Button, Group } from '@mantine/core'
import { mdiCashPlus } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { CustomerField } from '../customers/customer-field.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import { accountQuery } from '../statements/statement-queries.ts'
import { RecordPaymentForm } from './record-payment-form.tsx'

interface Props {
  invoice?: Invoice
  /** Neither: the customer is chosen first. */
  customer?: Payer
}
interface Payer {
  id: string
  name: string
}

/** Money that came in: from an invoice for that one first, otherwise for what its customer has owed longest. */
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
  const [picked, setPicked] = useState<Payer | null>(null)
  const payer = customer ?? (invoice ? { id: invoice.customerId, name: invoice.customerName } : picked)
  return (
    <Dialog title={payer ? `Record payment from ${payer.name}` : 'Record payment'} close={close} size={560}>
      {payer ? (
        <PaymentOf payer={payer} invoice={invoice} close={close} />
      ) : (
        <PickPayer pick={setPicked} close={close} />
      )}
    </Dialog>
  )
}

function PickPayer({ pick, close }: { pick: (payer: Payer) => void; close: () => void }) {
  return (
    <>
      <CustomerField
        label="Customer"
        required
        placeholder="Name, account number or e-mail"
        customer={null}
        onPick={(customer) => customer && pick(customer)}
        autoFocus
      />
      <Group justify="end" mt="md">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </Group>
    </>
  )
}

function PaymentOf(props: { payer: Payer; invoice: Invoice | undefined; close: () => void }) {
  const { payer, invoice, close } = props
  const { id, name } = payer
  const { data: account, error, refetch } = useQuery({ ...accountQuery(id), staleTime: 0, gcTime: 0 })
  const ownCurrency = useQuery(organizationQuery).data?.currency
  return (
    <>
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
    </>
  )
}
