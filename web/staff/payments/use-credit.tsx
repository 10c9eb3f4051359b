import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Payment, paymentsApi } from '../../../server/payments/payments.api.ts'
import { call } from '../../lib/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { useUnsaved } from '../../ui/unsaved.ts'
import { accountQuery } from '../statements/statement-queries.ts'
import { AllocationFields } from './allocation-fields.tsx'
import { paymentChanged } from './payment-queries.ts'
import classes from './payments.module.css'
import { sharesOf } from './shares.ts'

const SHOWN_MOST = 100

/** Lets what a payment left over pay more invoices. */
export function UseCredit({ payment, close }: { payment: Payment; close: () => void }) {
  const { customerId, currency, unallocatedMinor } = payment
  const { data: account, error: unread, refetch } = useQuery({ ...accountQuery(customerId), staleTime: 0 })
  const [typed, setTyped] = useState<Record<string, string> | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useUnsaved(() => typed !== null)
  const items = account?.items.filter((item) => item.currency === currency).slice(0, SHOWN_MOST) ?? []
  const shares = sharesOf(unallocatedMinor, items, typed, currency)
  const isWrong = shares.leftMinor < 0 || Object.keys(shares.errors).length > 0
  const use = async () => {
    setBusy(true)
    setError(null)
    try {
      const body = { allocations: shares.allocations }
      paymentChanged(await call(paymentsApi.allocate, { params: { paymentId: payment.id }, body }))
      done('The credit was used.')
      close()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog title="Use credit" close={close} size={560}>
      <div className={classes.form}>
        {unread && !account && <ErrorNotice error={unread} retry={refetch} />}
        {!account && !unread && <SkeletonRows rows={3} height={44} />}
        {account && (
          <AllocationFields
            items={items}
            currency={currency}
            shares={shares}
            change={(invoiceId, text) => setTyped({ ...shares.typed, [invoiceId]: text })}
          />
        )}
        <FormFoot
          error={error}
          busy={busy}
          verb="Use credit"
          close={close}
          disabled={isWrong || shares.allocations.length === 0}
          act={use}
        />
      </div>
    </Dialog>
  )
}
