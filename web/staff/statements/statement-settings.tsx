import { NumberInput, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type StatementSettings as Settings,
  statementsApi,
} from '../../../server/statements/statements.api.ts'
import { call } from '../../lib/client.ts'
import { WhenRead } from '../../ui/when-read.tsx'
import { useSettingsAtOnce } from '../organization/use-settings.ts'
import { useMay } from '../session.ts'
import { statementSettingsQuery } from './statement-queries.ts'
import classes from './statements.module.css'

/** Whether every customer that owes something is sent a statement each month. What is chosen is saved at once. */
export function StatementSettings() {
  const query = useQuery(statementSettingsQuery)
  return (
    <section className={classes.settings} aria-label="Monthly statements">
      <Title order={2}>Monthly statements</Title>
      <Text c="dimmed">
        Each active customer that owes something gets a statement of its open invoices once a month. It goes
        to those of its contacts who receive statements.
      </Text>
      <WhenRead query={query} rows={2} height={44}>
        {(settings) => <Fields key={settings.version} settings={settings} />}
      </WhenRead>
    </section>
  )
}

function Fields({ settings }: { settings: Settings }) {
  const isOwner = useMay('owner')
  const [day, setDay] = useState<number | string>(settings.day)
  const { choose, busy } = useSettingsAtOnce({
    settings,
    query: statementSettingsQuery,
    change: 'statementSettings',
    save: (body: { on?: boolean; day?: number }, version) => call(statementsApi.change, { version, body }),
  })
  const change = (body: { on?: boolean; day?: number }) =>
    choose(body, ({ on, day, sendFromHour }) =>
      on
        ? `Statements go out on day ${day} of each month, from ${sendFromHour}:00.`
        : 'No statements go out automatically.',
    )
  const saveDay = () => {
    if (typeof day === 'number' && day !== settings.day) void change({ day })
    else if (typeof day !== 'number') setDay(settings.day)
  }
  return (
    <>
      <Switch
        label="Send statements every month"
        checked={settings.on}
        disabled={!isOwner || busy}
        onChange={(event) => change({ on: event.currentTarget.checked })}
      />
      <NumberInput
        label="Day of the month"
        description="1 to 28, so that every month has it"
        w={220}
        min={1}
        max={28}
        clampBehavior="strict"
        allowDecimal={false}
        disabled={!isOwner || busy}
        value={day}
        onChange={setDay}
        onBlur={saveDay}
      />
    </>
  )
}
