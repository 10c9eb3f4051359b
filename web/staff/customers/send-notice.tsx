import { Button } from '@mantine/core'
import { mdiSendOutline } from '@mdi/js'
import { useState } from 'react'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { noticesApi } from '../../../server/notices/notices.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SendDialog, type SendingBody } from '../sending/send-dialog.tsx'
import { changed } from '../stale-queries.ts'

/** What staff have to say to a customer, such as a new bank account or address. */
export function SendNotice({ customer: { id } }: { customer: Customer }) {
  const [isOpen, setIsOpen] = useState(false)
  const params = { customerId: id }
  const send = async ({ message = '', ...body }: SendingBody, { people }: { people: number }) => {
    await call(noticesApi.send, { params, body: { ...body, message } })
    void changed('notice')
    done(`The notice is on its way to ${count(people, 'recipient')}.`)
  }
  return (
    <>
      <Button variant="default" leftSection={<Icon path={mdiSendOutline} />} onClick={() => setIsOpen(true)}>
        Send a notice
      </Button>
      {isOpen && (
        <SendDialog
          title="Send a notice"
          kind="notice"
          customerId={id}
          hint="The text is kept in the customer’s journal."
          previewKey={['notice-preview', id]}
          preview={(body, signal) => call(noticesApi.preview, { params, body, signal })}
          send={send}
          close={() => setIsOpen(false)}
        />
      )}
    </>
  )
}
