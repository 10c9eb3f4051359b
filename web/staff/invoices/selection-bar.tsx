import { Button } from '@mantine/core'
import { mdiSendOutline } from '@mdi/js'
import { useNavigate } from '@tanstack/react-router'
import { count } from '../../lib/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import classes from './selection.module.css'
import { keepToSend } from './to-send.ts'

interface Props {
  /** The oldest first: so drafts get their numbers. */
  invoiceIds: string[]
  clear: () => void
}

/** Below the list while something is chosen: how much, and what can be done with it. */
export function SelectionBar({ invoiceIds, clear }: Props) {
  const navigate = useNavigate()
  const send = () => {
    keepToSend(invoiceIds)
    void navigate({ to: '/receivables/invoices/send' })
  }
  return (
    <div className={classes.bar} role="region" aria-label="Selected invoices">
      <span role="status">{count(invoiceIds.length, 'invoice')} selected</span>
      <span className={classes.acts}>
        <Button variant="default" onClick={clear}>
          Clear
        </Button>
        <Button leftSection={<Icon path={mdiSendOutline} />} onClick={send}>
          {`Send ${invoiceIds.length.toLocaleString()}…`}
        </Button>
      </span>
    </div>
  )
}
