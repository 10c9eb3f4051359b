import { Button, Menu } from '@mantine/core'
import {
  mdiBellOffOutline,
  mdiBellOutline,
  mdiBellRingOutline,
  mdiCancel,
  mdiContentCopy,
  mdiDotsHorizontal,
  mdiFilePdfBox,
  mdiHandshakeOutline,
  mdiPencil,
  mdiScaleBalance,
  mdiTrashCanOutline,
} from '@mdi/js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { addressOf, call } from '../../lib/client.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { RecordPayment } from '../payments/record-payment.tsx'
import { SendReminderNow } from '../reminders/send-reminder-now.tsx'
import { useMay } from '../session.ts'
import { DiscardDraft, DisputeInvoice, VoidInvoice } from './invoice-dialogs.tsx'
import classes from './invoice-page.module.css'
import { invoiceChanged } from './invoice-queries.ts'
import { SendInvoice } from './send-invoice.tsx'

/** At the top right: the most frequent actions, and the rest in a menu. */
export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const mayManage = useMay('manager')
  const params = { invoiceId: invoice.id }
  return (
    <div className={classes.actions}>
      <Button
        component="a"
        href={addressOf(invoicesApi.pdf, { params })}
        target="_blank"
        variant="default"
        leftSection={<Icon path={mdiFilePdfBox} />}
      >
        PDF
      </Button>
      {mayManage && invoice.status !== 'void' && (
        <ButtonLink
          to="/receivables/invoices/$invoiceId/edit"
          params={params}
          variant="default"
          leftSection={<Icon path={mdiPencil} />}
        >
          Edit
        </ButtonLink>
      )}
      {mayManage && <More invoice={invoice} />}
      {mayManage && invoice.status === 'overdue' && (
        <SendReminderNow invoice={{ ...invoice, number: invoice.number! }}>
          {(open) => (
            <Button variant="default" leftSection={<Icon path={mdiBellRingOutline} />} onClick={open}>
              Send a reminder now
            </Button>
          )}
        </SendReminderNow>
      )}
      {mayManage && invoice.balanceMinor > 0 && invoice.status !== 'draft' && (
        <RecordPayment invoice={invoice} />
      )}
      {mayManage && <SendInvoice invoice={invoice} />}
    </div>
  )
}

type Opened = 'void' | 'dispute' | 'discard'

function More({ invoice }: { invoice: Invoice }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const navigate = useNavigate()
  const params = { invoiceId: invoice.id }
  const isOpen = ['sent', 'partlyPaid', 'overdue'].includes(invoice.status)
  const close = () => setOpened(null)

  const duplicate = async () => {
    const copy = await call(invoicesApi.duplicate, { params })
    invoiceChanged(copy)
    done('A new draft with the same lines was made, dated today.')
    await navigate({ to: '/receivables/invoices/$invoiceId/edit', params: { invoiceId: copy.id } })
  }
  const settle = async () => {
    invoiceChanged(await call(invoicesApi.settleDispute, { params }))
    done('The dispute was settled. Reminders go out again.')
  }
  const pause = async (paused: boolean) => {
    invoiceChanged(await call(invoicesApi.pauseReminders, { params, body: { paused } }))
    done(
      paused ? 'Reminders for this invoice were paused.' : 'Reminders for this invoice go out again.',
      () => pause(!paused).catch(failed),
    )
  }
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" px="xs" aria-label="More actions">
            <Icon path={mdiDotsHorizontal} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon path={mdiContentCopy} />} onClick={() => duplicate().catch(failed)}>
            Duplicate
          </Menu.Item>
          {isOpen &&
            (invoice.disputed ? (
              <Menu.Item
                leftSection={<Icon path={mdiHandshakeOutline} />}
                onClick={() => settle().catch(failed)}
              >
                Settle dispute
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<Icon path={mdiScaleBalance} />} onClick={() => setOpened('dispute')}>
                Record dispute
              </Menu.Item>
            ))}
          {isOpen && (
            <Menu.Item
              leftSection={<Icon path={invoice.remindersPaused ? mdiBellOutline : mdiBellOffOutline} />}
              onClick={() => pause(!invoice.remindersPaused).catch(failed)}
            >
              {invoice.remindersPaused ? 'Resume reminders' : 'Pause reminders'}
            </Menu.Item>
          )}
          {isOpen && (
            <Menu.Item leftSection={<Icon path={mdiCancel} />} onClick={() => setOpened('void')}>
              Void
            </Menu.Item>
          )}
          {invoice.status === 'draft' && (
            <Menu.Item leftSection={<Icon path={mdiTrashCanOutline} />} onClick={() => setOpened('discard')}>
              Discard draft
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {opened === 'void' && <VoidInvoice invoice={invoice} close={close} />}
      {opened === 'dispute' && <DisputeInvoice invoice={invoice} close={close} />}
      {opened === 'discard' && <DiscardDraft invoice={invoice} close={close} />}
    </>
  )
}
