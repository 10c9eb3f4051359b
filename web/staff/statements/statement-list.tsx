import { Anchor, Button, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { type Statement, statementsApi } from '../../../server/statements/statements.api.ts'
import { addressOf, call } from '../../lib/client.ts'
import { calendarDay, count } from '../../lib/formats.ts'
import { rowsOf } from '../../lib/paging.ts'
import { done } from '../../ui/done.tsx'
import { Amount } from '../../ui/amount.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { InvoiceDeliveryBadge } from '../invoices/invoice-badges.tsx'
import { DocumentMails } from '../payments/document-mails.tsx'
import { SendToReceivers } from '../payments/send-to-receivers.tsx'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'
import { statementsQuery } from './statement-queries.ts'
import classes from './statements.module.css'

/** The statements that were made, as they were made, and what became of their mails. */
export function StatementList({ customerId }: { customerId: string }) {
  const query = useInfiniteQuery(statementsQuery(customerId))
  const statements = rowsOf(query)
  return (
    <section aria-label="Statements">
      <Title order={2}>Statements</Title>
      {query.error && statements.length === 0 && (
        <ErrorNotice error={query.error} retry={() => query.refetch()} />
      )}
      {query.data && statements.length === 0 && (
        <span className="muted">No statement has been sent yet.</span>
      )}
      {statements.length > 0 && (
        <ul className={classes.statements}>
          {statements.map((statement) => (
            <OneStatement key={statement.id} statement={statement} />
          ))}
        </ul>
      )}
      <MoreButton query={query}>Show older ones</MoreButton>
    </section>
  )
}

function OneStatement({ statement }: { statement: Statement }) {
  const mayManage = useMay('manager')
  const [isOpen, setIsOpen] = useState(false)
  const [isSending, setIsSending] = useState(false)
  const { id: statementId, customerId, asOf, monthly, currencies, openCount, delivery } = statement
  const params = { statementId }
  const day = calendarDay(asOf)
  return (
    <li className={classes.statement}>
      <div>
        <Anchor href={addressOf(statementsApi.pdf, { params })} target="_blank" className="numbers">
          {day}
          <span className="muted"> PDF</span>
        </Anchor>
        {monthly && <div className="muted">Monthly</div>}
      </div>
      <div>
        {currencies.length === 0 && 'Nothing owed'}
        {currencies.map(({ currency, totalMinor }, at) => (
          <Fragment key={currency}>
            {at > 0 && ' + '}
            <Amount minor={totalMinor} currency={currency} />
          </Fragment>
        ))}
        <div className="muted">{count(openCount, 'open invoice')}</div>
      </div>
      <InvoiceDeliveryBadge delivery={delivery} />
      <div className={classes.tools}>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={isOpen}
          aria-label={`E-mails of the statement of ${day}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          E-mails
        </Button>
        {mayManage && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`Send the statement of ${day} again`}
            onClick={() => setIsSending(true)}
          >
            {delivery === 'notSent' ? 'Send' : 'Send again'}
          </Button>
        )}
      </div>
      {isOpen && (
        <div className={classes.mails}>
          <DocumentMails documentId={statementId} title={`E-mails of ${day}`} />
        </div>
      )}
      {isSending && (
        <SendToReceivers
          title={`Send the statement of ${day}`}
          customerId={customerId}
          kind="statements"
          close={() => setIsSending(false)}
          send={async (body, people) => {
            await call(statementsApi.send, { params, body })
            void changed('statement')
            done(`The statement is on its way to ${count(people, 'recipient')}.`)
          }}
        >
          This sends the statement as it was made on {day}, whatever was paid since.
        </SendToReceivers>
      )}
    </li>
  )
}
