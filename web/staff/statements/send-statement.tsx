import { Button } from '@mantine/core'
import { mdiSendOutline } from '@mdi/js'
import { useState } from 'react'
import { statementsApi } from '../../../server/statements/statements.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SendToReceivers } from '../payments/send-to-receivers.tsx'
import { changed } from '../stale-queries.ts'

/** Sends what is open today to those who receive statements. */
export function SendStatement({ customer: { id, name } }: { customer: { id: string; name: string } }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button leftSection={<Icon path={mdiSendOutline} />} onClick={() => setIsOpen(true)}>
        Send statement
      </Button>
      {isOpen && (
        <SendToReceivers
          title="Send statement"
          customerId={id}
          kind="statements"
          close={() => setIsOpen(false)}
          send={async (body, people) => {
            await call(statementsApi.add, { params: { customerId: id }, body })
            void changed('statement')
            done(`The statement is on its way to ${count(people, 'recipient')}.`)
          }}
        >
          This sends what {name} owes today, with every open invoice and its age, and keeps the statement as
          it was sent.
        </SendToReceivers>
      )}
    </>
  )
}
