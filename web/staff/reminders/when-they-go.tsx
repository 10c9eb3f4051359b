import { Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReminderSettings, remindersApi } from '../../../server/reminders/reminders.api.ts'
import type { BodyFor } from '../../../server/http/endpoint.ts'
import { call } from '../../lib/client.ts'
import { calendarDay } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import { useSettingsAtOnce } from '../organization/use-settings.ts'
import { useMay } from '../session.ts'
import { reminderSettingsQuery } from './reminder-queries.ts'
import { hourWords } from './reminder-words.ts'
import classes from './reminders.module.css'

/** Whether reminders go out and in which hours; each change says what it means. */
export function WhenTheyGo({ settings }: { settings: ReminderSettings }) {
  const isOwner = useMay('owner')
  const { data: organization } = useQuery(organizationQuery)
  const { on, onSince, sendFromHour, sendUntilHour } = settings
  const { choose } = useSettingsAtOnce({
    settings,
    query: reminderSettingsQuery,
    change: 'reminders',
    save: (body: BodyFor<typeof remindersApi.change>, version) =>
      call(remindersApi.change, { body, version }),
  })
  return (
    <section className={classes.when} aria-labelledby="when">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.onOff}>
          <Title order={2} id="when">
            {on ? 'Reminders are on' : 'Reminders are off'}
          </Title>
          <Text c="dimmed">
            {on && onSince
              ? `Since ${calendarDay(onSince)}. Invoices that were overdue by then get the next reminder of the schedule on its day; earlier reminders are not sent.`
              : 'Nobody gets a reminder until you turn them on.'}
          </Text>
        </div>
        {!isOwner && <StatusBadge tone={on ? 'good' : 'off'}>{on ? 'On' : 'Off'}</StatusBadge>}
        {isOwner && (
          <Confirm
            consequence={
              on
                ? 'From now on no reminder goes out. When you turn them on again, the reminders of the days in between are not sent.'
                : 'From now on reminders follow the schedule below, by e-mail, without asking you again. An invoice that is overdue already gets its next reminder on its day; earlier ones are not sent.'
            }
            verb={on ? 'Turn off' : 'Turn on'}
            destructive={on}
            onConfirm={() =>
              choose({ on: !on }, (saved) =>
                saved.on ? 'Reminders are on. See what goes out in Next 30 days.' : 'Reminders are off.',
              )
            }
          >
            {(open) => (
              <Button variant={on ? 'default' : 'filled'} onClick={open}>
                {on ? 'Turn reminders off' : 'Turn reminders on'}
              </Button>
            )}
          </Confirm>
        )}
      </Group>
      <Group gap="xs" mt="sm" align="center">
        <Text id="hours">They go out between</Text>
        <Hour
          label="First hour"
          value={sendFromHour}
          from={0}
          until={sendUntilHour - 1}
          disabled={!isOwner}
          onChange={(hour) =>
            choose(
              { sendFromHour: hour },
              (saved) => `Reminders go out from ${hourWords(saved.sendFromHour)} on.`,
            )
          }
        />
        <Text>and</Text>
        <Hour
          label="Last hour"
          value={sendUntilHour}
          from={sendFromHour + 1}
          until={24}
          disabled={!isOwner}
          onChange={(hour) =>
            choose(
              { sendUntilHour: hour },
              (saved) => `Reminders go out until ${hourWords(saved.sendUntilHour)}.`,
            )
          }
        />
        <Text c="dimmed">{organization?.timeZone.replaceAll('_', ' ')}</Text>
      </Group>
    </section>
  )
}

function Hour(props: {
  label: string
  value: number
  from: number
  until: number
  disabled: boolean
  onChange: (hour: number) => void
}) {
  const { label, value, from, until, disabled, onChange } = props
  return (
    <ChoiceField
      aria-label={label}
      noun="hour"
      w={132}
      disabled={disabled}
      value={String(value)}
      onChange={(hour) => hour !== null && Number(hour) !== value && onChange(Number(hour))}
      data={Array.from({ length: until - from + 1 }, (_, at) => ({
        value: String(from + at),
        label: hourWords(from + at),
      }))}
    />
  )
}
