import { Text } from '@mantine/core'
import { count, readerLocale } from '../../lib/formats.ts'
import classes from './home.module.css'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import type { MailOverview } from './home-queries.ts'

/** The next week, day by day. */
export function NextDays({ mail }: { mail: MailOverview }) {
  return (
    <>
      <ol className={classes.days}>
        {mail.nextDays.map(({ date, reminders, scheduled }, ahead) => {
          const isQuiet = reminders + scheduled === 0
          return (
            <li key={date} className={classes.day} data-quiet={isQuiet || undefined}>
              <span className="muted small">{dayName(date, ahead)}</span>
              <span className={classes.dot} aria-hidden="true" />
              <span className="numbers">
                {isQuiet
                  ? 'Nothing'
                  : [
                      reminders > 0 && count(reminders, 'reminder'),
                      scheduled > 0 && count(scheduled, 'scheduled mail'),
                    ]
                      .filter(Boolean)
                      .join(', ')}
              </span>
            </li>
          )
        })}
      </ol>
      <Text c="dimmed">
        {!mail.remindersOn && 'Reminders are off. '}
        <AnchorLink to="/receivables/reminders">
          {mail.remindersOn ? 'The next 30 days, and to whom' : 'Set up reminders'}
        </AnchorLink>
      </Text>
    </>
  )
}

function dayName(date: string, ahead: number) {
  if (ahead === 0) return 'Today'
  if (ahead === 1) return 'Tomorrow'
  return new Date(`${date}T00:00:00Z`).toLocaleDateString(readerLocale(), {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
}
