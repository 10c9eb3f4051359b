import { Text, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useUnsaved } from '../../ui/unsaved.ts'
import { invoiceChanged, invoiceQuery } from './invoice-queries.ts'
import { changed } from '../stale-queries.ts'

interface Props {
  invoice: Invoice
  close: () => void
}

export function VoidInvoice({ invoice, close }: Props) {
  const [reason, setReason] = useState('')
  useUnsaved(() => reason !== '')
  const voidIt = async () => {
    const saved = await call(invoicesApi.void, {
      params: { invoiceId: invoice.id },
      body: { reason: reason || null },
    })
    invoiceChanged(saved)
    done(`${saved.number} was voided.`)
    close()
  }
  return (
    <Step title={`Void ${invoice.number}`} verb="Void" isDestructive act={voidIt} close={close}>
      <Text>
        Nothing will be owed on it, e-mails that have not gone out are stopped, and {invoice.customerName} no
        longer sees it as open. It keeps its number, and this cannot be undone: for a correction, edit it
        instead.
      </Text>
      <Textarea
        label="Reason"
        description="For the journal"
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Step>
  )
}

export function DisputeInvoice({ invoice, close }: Props) {
  const [note, setNote] = useState('')
  useUnsaved(() => note !== '')
  const dispute = async () => {
    invoiceChanged(
      await call(invoicesApi.dispute, { params: { invoiceId: invoice.id }, body: { note: note || null } }),
    )
    done('The dispute was recorded. No reminders go out until it is settled.')
    close()
  }
  return (
    <Step title={`Record dispute of ${invoice.number}`} verb="Record dispute" act={dispute} close={close}>
      <Text>The invoice stays open, but no reminders go out until the dispute is settled.</Text>
      <Textarea
        label="What the customer says"
        description="Only staff see it"
        autosize
        minRows={2}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Step>
  )
}

export function DiscardDraft({ invoice, close }: Props) {
  const navigate = useNavigate()
  const discard = async () => {
    await call(invoicesApi.discard, { params: { invoiceId: invoice.id } })
    await navigate({ to: '/receivables/invoices', replace: true })
    queryClient.removeQueries({ queryKey: invoiceQuery(invoice.id).queryKey })
    void changed('invoice')
    done('The draft was discarded.')
  }
  return (
    <Step title="Discard this draft" verb="Discard draft" isDestructive act={discard} close={close}>
      <Text>
        The draft for {invoice.customerName} and its {invoice.lines.length === 1 ? 'line' : 'lines'} are gone
        for good. It has no number yet, so none is missing.
      </Text>
    </Step>
  )
}

/** What happens, in a sentence, and the button that does it. */
function Step(props: {
  title: string
  verb: string
  isDestructive?: boolean
  act: () => Promise<void>
  close: () => void
  children: ReactNode
}) {
  const { title, verb, isDestructive, act, close, children } = props
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await act()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={onSubmit} style={{ display: 'grid', gap: 16 }}>
        {children}
        <FormFoot error={error} busy={busy} verb={verb} close={close} isDestructive={isDestructive} />
      </form>
    </Dialog>
  )
}
