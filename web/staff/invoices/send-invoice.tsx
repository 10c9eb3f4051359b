import { Button } from '@mantine/core'
import { mdiSendOutline } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CustomerNote } from '../customers/customer-note.tsx'
import { SendDialog, type SendingBody } from '../sending/send-dialog.tsx'
import { invoiceChanged, invoiceQuery } from './invoice-queries.ts'
import { MissingDetails } from './missing-details.tsx'

const WHILE_SENDING_MS = 2_000
const WHILE_SCHEDULED_MS = 30_000

/** Sends the invoice: to whom, with which words and when. Until it has gone out, it can be cancelled. */
export function SendInvoice({ invoice }: { invoice: Invoice }) {
  const [isOpen, setIsOpen] = useState(false)
  // What becomes of the mails is seen as it happens.
  useQuery({
    ...invoiceQuery(invoice.id),
    refetchInterval: ({ state: { data } }) => {
      if (data?.delivery === 'sending') return WHILE_SENDING_MS
      return data?.delivery === 'scheduled' && WHILE_SCHEDULED_MS
    },
  })
  if (invoice.status === 'void') return null
  const waits = invoice.delivery === 'scheduled' || invoice.delivery === 'sending'
  const isFirst = invoice.delivery === 'notSent'
  return (
    <>
      {waits && <CancelSending invoice={invoice} />}
      <Button
        variant={isFirst ? 'filled' : 'default'}
        leftSection={<Icon path={mdiSendOutline} />}
        onClick={() => setIsOpen(true)}
        disabled={invoice.lines.length === 0}
      >
        {isFirst ? 'Send' : 'Send again'}
      </Button>
      {isOpen && <Send invoice={invoice} close={() => setIsOpen(false)} />}
    </>
  )
}

function Send({ invoice, close }: { invoice: Invoice; close: () => void }) {
  const { id, number, status, version, delivery } = invoice
  const params = { invoiceId: id }
  const isDraft = status === 'draft'
  const send = async (body: SendingBody, { people, when }: { people: number; when: string }) => {
    const sent = await call(invoicesApi.send, { params, version, body })
    invoiceChanged(sent)
    const who = count(people, 'recipient')
    done(when ? `${sent.number} goes out to ${who} ${when}.` : `${sent.number} is on its way to ${who}.`)
  }
  const hint = [
    isDraft && 'Sending assigns the number and makes it due.',
    delivery === 'scheduled' && 'It is scheduled already: this sends it once more.',
  ]
  return (
    <SendDialog
      title={isDraft ? 'Send invoice' : `Send ${number}`}
      kind="invoice"
      customerId={invoice.customerId}
      notice={
        <>
          <CustomerNote customerId={invoice.customerId} />
          <MissingDetails drafts={isDraft ? 1 : 0} />
        </>
      }
      hint={hint.filter(Boolean).join(' ')}
      link="a button to the invoice"
      previewKey={['invoices', id, 'preview', version]}
      preview={(body, signal) => call(invoicesApi.preview, { params, body, signal })}
      send={send}
      close={close}
      otherwise={isDraft && <MarkAsSent invoice={invoice} close={close} />}
    />
  )
}

/** Gives a draft its number, without mailing it. */
function MarkAsSent({ invoice, close }: { invoice: Invoice; close: () => void }) {
  const markAsSent = async () => {
    try {
      const issued = await call(invoicesApi.issue, { params: { invoiceId: invoice.id } })
      invoiceChanged(issued)
      done(`${issued.number} was marked as sent.`)
      close()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Confirm
      consequence="The invoice gets its number and is open from today. Nothing is mailed: use this for an invoice that went out by post or by hand."
      verb="Mark as sent"
      destructive={false}
      onConfirm={markAsSent}
    >
      {(open) => (
        <Button variant="subtle" size="compact-sm" px={0} onClick={open}>
          Mark as sent without mailing…
        </Button>
      )}
    </Confirm>
  )
}

function CancelSending({ invoice }: { invoice: Invoice }) {
  const cancel = async () => {
    try {
      invoiceChanged(await call(invoicesApi.cancelSending, { params: { invoiceId: invoice.id } }))
      done('The e-mails that had not gone out yet were stopped.')
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Confirm
      consequence="E-mails of this invoice that have not gone out yet are stopped. The invoice keeps its number and stays open."
      verb="Stop the e-mails"
      onConfirm={cancel}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          Cancel sending
        </Button>
      )}
    </Confirm>
  )
}
