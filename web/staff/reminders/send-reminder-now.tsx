import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { invoiceChanged } from '../invoices/invoice-queries.ts'
import { SendDialog, type SendingBody } from '../sending/send-dialog.tsx'
import { changed } from '../stale-queries.ts'
import { stepName } from './reminder-words.ts'

interface Props {
  invoice: { id: string; number: string; customerId: string }
  /** The step that is selected at first; by default the next one. */
  stepId?: string
  /** The button that opens it. */
  children: (open: () => void) => ReactNode
}

/** A reminder that goes out now: the next step of the schedule or another, seen before it goes like any sending. */
export function SendReminderNow({ invoice, stepId, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      {children(() => setIsOpen(true))}
      {isOpen && <Steps invoice={invoice} stepId={stepId} close={close} />}
    </>
  )
}

interface DialogProps {
  invoice: Props['invoice']
  stepId: string | undefined
  close: () => void
}

function Steps({ invoice, stepId, close }: DialogProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['reminders', 'now', invoice.id, stepId ?? 'next'],
    queryFn: ({ signal }) =>
      call(remindersApi.previewNow, { params: { invoiceId: invoice.id }, body: { stepId }, signal }),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  })
  if (data) return <Send invoice={invoice} first={data.stepId} steps={data.steps} close={close} />
  return (
    <Dialog title={titleOf(invoice)} close={close} size={980}>
      {error ? <ErrorNotice error={error} retry={refetch} /> : <SkeletonRows rows={6} height={56} />}
    </Dialog>
  )
}

const titleOf = ({ number }: Props['invoice']) => `Send a reminder for ${number}`
const OUTSIDE = 'outside'

function Send(props: {
  invoice: Props['invoice']
  first: string | null
  steps: { id: string; days: number; isTaken: boolean }[]
  close: () => void
}) {
  const { invoice, first, steps, close } = props
  const [stepId, setStepId] = useState(first)
  const params = { invoiceId: invoice.id }
  const send = async ({ at: _, ...body }: SendingBody, { people }: { people: number }) => {
    invoiceChanged(await call(remindersApi.sendNow, { params, body: { ...body, stepId } }))
    void changed('reminders')
    done(`The reminder for ${invoice.number} is on its way to ${count(people, 'recipient')}.`)
  }
  return (
    <SendDialog
      title={titleOf(invoice)}
      kind="reminder"
      customerId={invoice.customerId}
      hint={stepId === null ? '' : 'The schedule will not send this reminder, or an earlier one, again.'}
      link="a button to the invoice"
      isNowOnly
      previewKey={['reminders', 'preview', invoice.id, stepId]}
      preview={(body, signal) => call(remindersApi.previewNow, { params, body: { ...body, stepId }, signal })}
      send={send}
      close={close}
      which={
        <ChoiceField
          label="Which reminder"
          noun="reminder"
          value={stepId ?? OUTSIDE}
          onChange={(value) => setStepId(value === OUTSIDE ? null : value)}
          data={[
            ...steps.map(({ id, days, isTaken }) => ({
              value: id,
              label: isTaken ? `${stepName(days)} (already sent or passed over)` : stepName(days),
              disabled: isTaken,
            })),
            { value: OUTSIDE, label: 'Outside the schedule' },
          ]}
        />
      }
    />
  )
}
