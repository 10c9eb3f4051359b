import { Text, Title } from '@mantine/core'
import { nameOf } from '../../../server/documents/kinds.ts'
import type { Failing, FoundNobody, NotDelivered } from '../../../server/receivables/home.api.ts'
import { listOf } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { useMay } from '../session.ts'
import classes from './home.module.css'
import type { MailOverview } from './home-queries.ts'

/** What did not arrive, where and why, and what to do about it. */
export function NotDeliveredCards({ mail }: { mail: MailOverview }) {
  if (mail.notDelivered.length === 0)
    return (
      <Text c="dimmed" mt="xs">
        Nothing. Mail servers accepted everything that was sent, or it has been sent again.
      </Text>
    )
  return (
    <>
      <ul className={classes.troubles} aria-label="Not delivered">
        {mail.notDelivered.map((row) => (
          <Failure key={row.deliveryId} row={row} />
        ))}
      </ul>
      {mail.hasMoreNotDelivered && (
        <AnchorLink to="/deliveries" search={{ state: 'bounced' }}>
          See more in Deliveries
        </AnchorLink>
      )}
    </>
  )
}

function Failure({ row }: { row: NotDelivered }) {
  const { kind, invoiceNumber, customerName, to, reason, at, othersGotIt } = row
  return (
    <li className={classes.trouble}>
      <div className={classes.troubleHead}>
        <StatusBadge tone="bad">{[nameOf(kind), invoiceNumber].filter(Boolean).join(' ')}</StatusBadge>
        <span className={`${classes.when} muted`}>
          <When at={at} />
        </span>
      </div>
      <div>
        {customerName && <b>{customerName}: </b>}not delivered to {to}. {reason}
        {othersGotIt && ' Others got it.'}
      </div>
      <Remedy row={row} />
    </li>
  )
}

function Remedy({ row: { remedy, customerId, contactId, invoiceId, deliveryId } }: { row: NotDelivered }) {
  const mayManage = useMay('manager')
  if (mayManage && remedy === 'correctAddress' && customerId && contactId)
    return (
      <AnchorLink to="/customers/$customerId/contacts/$contactId/edit" params={{ customerId, contactId }}>
        Correct the address
      </AnchorLink>
    )
  if (mayManage && remedy === 'sendToAnother' && invoiceId)
    return (
      <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId }}>
        Send it to somebody else
      </AnchorLink>
    )
  return (
    <AnchorLink to="/deliveries/$deliveryId" params={{ deliveryId }}>
      {mayManage ? 'Send it again' : 'See what was tried'}
    </AnchorLink>
  )
}

const NUMBERS_SHOWN = 3

/** Customers whose reminder reached nobody, and would reach nobody today. */
export function FoundNobodyCards({ rows }: { rows: FoundNobody[] }) {
  return (
    <>
      <Title order={3} mt="lg" id="found-nobody">
        Reminders that reached nobody
      </Title>
      <ul className={classes.troubles} aria-labelledby="found-nobody">
        {rows.map(({ customerId, customerName, why, at, invoices }) => {
          const shown = invoices.slice(0, NUMBERS_SHOWN).map(({ number }) => number)
          const more = invoices.length - shown.length
          return (
            <li key={customerId} className={classes.trouble}>
              <div className={classes.troubleHead}>
                <StatusBadge tone="wait">{customerName}</StatusBadge>
                <span className={`${classes.when} muted`}>
                  <When at={at} />
                </span>
              </div>
              <div>
                {listOf(more > 0 ? [...shown, `${more} more`] : shown)}: {why}.
              </div>
              <AnchorLink to="/customers/$customerId/contacts" params={{ customerId }}>
                Decide who receives reminders
              </AnchorLink>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Reminders and statements that Portico itself could not make. */
export function FailingCards({ rows }: { rows: Failing[] }) {
  return (
    <>
      <Title order={3} mt="lg" id="failing">
        Could not be made
      </Title>
      <ul className={classes.troubles} aria-labelledby="failing">
        {rows.map((row) => (
          <li key={`${row.work} ${row.invoiceId ?? row.customerId}`} className={classes.trouble}>
            <div className={classes.troubleHead}>
              <StatusBadge tone="bad">{row.invoiceNumber ?? failingWord(row)}</StatusBadge>
              <span className={`${classes.when} muted`}>
                <When at={row.since} />
              </span>
            </div>
            <div>
              {failingSentence(row)} Portico tries again every few minutes. If it stays, ask the people who
              run your Portico: its log says why.
            </div>
            {row.invoiceId && (
              <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId: row.invoiceId }}>
                Look at the invoice
              </AnchorLink>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Short: the sentence below it names the customer, however long the name. */
const failingWord = ({ work, customerId }: Failing) =>
  `${work === 'reminders' ? 'Reminder' : 'Statement'}${customerId ? '' : 's'}`

function failingSentence({ work, customerName }: Failing): string {
  if (work === 'reminders')
    return customerName
      ? `The reminder to ${customerName} could not be made.`
      : 'Your reminders could not be made.'
  return customerName
    ? `This month’s statement for ${customerName} could not be made.`
    : 'This month’s statements could not be made.'
}
