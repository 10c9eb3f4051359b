import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Recipient } from '../../../server/documents/sending.api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { useUnsaved } from '../../ui/unsaved.ts'
import { cannotReceive, nothingChosen, asSending } from '../sending/choices.ts'
import { type Choice, RecipientRows } from '../sending/recipient-rows.tsx'
import { receiversQuery } from './payment-queries.ts'

interface Props {
  title: string
  customerId: string
  kind: 'receipts' | 'statements'
  /** What goes out, in a sentence. */
  children: ReactNode
  send: (
    forThisOnce: { add: { contactId: string; role: 'to' | 'cc' }[]; leaveOut: string[] },
    people: number,
  ) => Promise<unknown>
  close: () => void
}

/** Who gets it and why, changeable for this once; and the button that sends it. */
export function SendToReceivers({ title, customerId, kind, children, send, close }: Props) {
  const { data, error: unread, refetch } = useQuery({ ...receiversQuery(customerId, kind), staleTime: 0 })
  const [roles, setRoles] = useState<Record<string, Choice>>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useUnsaved(() => Object.keys(roles).length > 0)
  const recipients = data?.recipients.map((one) => chosen(one, roles))
  const people = recipients?.filter(({ role }) => role !== null).length ?? 0
  const onSend = async () => {
    setBusy(true)
    setError(null)
    try {
      const { add, leaveOut } = asSending({ ...nothingChosen, roles })
      await send({ add, leaveOut }, people)
      close()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} close={close} size={560}>
      <div style={{ display: 'grid', gap: 16 }}>
        <Text>{children}</Text>
        {unread && !recipients && <ErrorNotice error={unread} retry={refetch} />}
        {!recipients && !unread && <SkeletonRows rows={3} height={44} />}
        {data?.notPrinted && <Notice tone="attention">{data.notPrinted}</Notice>}
        {recipients && people === 0 && (
          <Notice tone="attention">
            Nobody would receive this.{' '}
            {recipients.length > 0 ? 'Choose To beside a contact.' : 'This customer has no contacts.'}
          </Notice>
        )}
        {recipients && recipients.length > 0 && (
          <div>
            <RecipientRows
              customerId={customerId}
              recipients={recipients}
              choose={(contactId, role) => setRoles({ ...roles, [contactId]: role })}
            />
          </div>
        )}
        <FormFoot error={error} busy={busy} verb="Send" close={close} disabled={people === 0} act={onSend} />
      </div>
    </Dialog>
  )
}

function chosen(recipient: Recipient, roles: Record<string, Choice>): Recipient & { contactId: string } {
  const contactId = recipient.contactId!
  const choice = roles[contactId]
  if (choice === undefined || cannotReceive(recipient)) return { ...recipient, contactId }
  const role = choice === 'nothing' ? null : choice
  if (role === recipient.role) return { ...recipient, contactId }
  const why =
    role === null ? 'not sent: left out this time' : `${role === 'to' ? 'To' : 'Cc'}: added this time`
  return { ...recipient, contactId, role, why }
}
