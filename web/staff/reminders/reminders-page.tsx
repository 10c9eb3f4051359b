import { Button, Group } from '@mantine/core'
import { mdiBellOutline, mdiBellSleepOutline } from '@mdi/js'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { daysBetween } from '../../../server/time/day.ts'
import type { UpcomingReminder } from '../../../server/reminders/reminders.api.ts'
import { count, readerLocale } from '../../lib/formats.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { rowsOf } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { WhenRead } from '../../ui/when-read.tsx'
import { useToday } from '../invoices/invoice-queries.ts'
import { useMay } from '../session.ts'
import { reminderSettingsQuery, upcomingQuery } from './reminder-queries.ts'
import { stepName } from './reminder-words.ts'
import { RemindersHead } from './reminders-head.tsx'
import { SendReminderNow } from './send-reminder-now.tsx'
import classes from './reminders.module.css'

/** Receivables > Reminders: what goes out in the next 30 days as things are, to whom and why. */
export function RemindersPage() {
  usePageTitle('Reminders', 'Portico')
  const query = useQuery(reminderSettingsQuery)
  return (
    <div className="page medium">
      <RemindersHead />
      <WhenRead query={query} rows={8} height={64}>
        {({ on }) => (on ? <Upcoming /> : <Off />)}
      </WhenRead>
    </div>
  )
}

function Off() {
  return (
    <Empty
      icon={mdiBellSleepOutline}
      title="Reminders are off"
      action={<ButtonLink to="/receivables/reminders/schedule">Set up reminders</ButtonLink>}
    >
      Portico can send reminders automatically: before an invoice is due, on the due date, and after it. You
      decide when they go out, to whom, and what they say.
    </Empty>
  )
}

function Upcoming() {
  const query = useInfiniteQuery(upcomingQuery)
  const today = useToday()
  const rows = rowsOf(query)
  if (query.isPending) return <SkeletonRows rows={8} height={64} />
  if (query.error && rows.length === 0)
    return <ErrorNotice error={query.error} retry={() => query.refetch()} />
  if (rows.length === 0)
    return (
      <Empty icon={mdiBellOutline} title="No reminders in the next 30 days">
        Reminders go out for open invoices that are neither disputed nor paused, unless the customer’s credit
        covers what it owes.
      </Empty>
    )
  const dates = [...new Set(rows.map(({ date }) => date))]
  return (
    <>
      {dates.map((date) => (
        <section key={date} aria-labelledby={`on-${date}`} className={classes.date}>
          <h2 id={`on-${date}`} className={classes.dateName}>
            {dayName(date, today)}
          </h2>
          <ul>
            {rows
              .filter((row) => row.date === date)
              .map((row) => (
                <Reminder key={`${row.invoiceId} ${row.stepId}`} row={row} />
              ))}
          </ul>
        </section>
      ))}
      <MoreButton query={query}>Show later ones</MoreButton>
    </>
  )
}

function Reminder({ row }: { row: UpcomingReminder }) {
  const mayManage = useMay('manager')
  const reached = row.recipients.filter(({ role }) => role !== null)
  return (
    <li className={classes.reminder}>
      <div className={classes.reminderLine}>
        <span className={classes.what}>
          <Link
            to="/receivables/invoices/$invoiceId"
            params={{ invoiceId: row.invoiceId }}
            className={classes.number}
          >
            {row.number}
          </Link>{' '}
          <Link
            to="/customers/$customerId"
            params={{ customerId: row.customerId }}
            className={classes.quietLink}
          >
            {row.customerName}
          </Link>
        </span>
        <Group gap="sm" wrap="nowrap">
          <Amount minor={row.balanceMinor} currency={row.currency} />
          {mayManage && (
            <SendReminderNow
              invoice={{ id: row.invoiceId, number: row.number, customerId: row.customerId }}
              stepId={row.stepId}
            >
              {(open) => (
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Send the reminder for ${row.number} now`}
                  onClick={open}
                >
                  Send now
                </Button>
              )}
            </SendReminderNow>
          )}
        </Group>
      </div>
      {row.notPrinted && <p className="muted">{row.notPrinted}</p>}
      <details className={classes.who}>
        <summary>
          {stepName(row.days)}
          {' · '}
          {reached.length === 0 ? (
            <StatusBadge tone="bad">Nobody would get it</StatusBadge>
          ) : reached.length === 1 ? (
            `to ${reached[0]!.name}`
          ) : (
            `to ${count(reached.length, 'person', 'people')}`
          )}
        </summary>
        <ul className={classes.recipients}>
          {row.recipients.length === 0 && <li>This customer has no contacts.</li>}
          {row.recipients.map(({ contactId, email, name, role, why }) => (
            <li key={contactId ?? email} data-left-out={role === null || undefined}>
              <b>{name}</b> {email !== name && email} <span className={`${classes.why} muted`}>{why}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function dayName(date: string, today: string) {
  const ahead = daysBetween(today, date)
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString(readerLocale(), {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  })
  if (ahead === 0) return `Today, ${day}`
  return ahead === 1 ? `Tomorrow, ${day}` : day
}
