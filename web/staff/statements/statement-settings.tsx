import { NumberInput, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type StatementSettings as Settings,
  statementsApi,
} from '../../../server/statements/statements.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { done, failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'
import { statementSettingsQuery } from './statement-queries.ts'
import classes from './statements.module.css'

/** Whether every customer that owes something is sent a statement each month. What is chosen is saved at once. */
export function StatementSettings() {
  const { data: settings, error, refetch } = useQuery(statementSettingsQuery)
  return (
    <section className={classes.settings} aria-label="Monthly statements">
      <Title order={2}>Monthly statements</Title>
      <Text c="dimmed">
        Each active customer that owes something gets a statement of its open invoices once a month. It goes
        to those of its contacts who receive statements.
      </Text>
      {error && !settings && <ErrorNotice error={error} retry={refetch} />}
      {!settings && !error && <SkeletonRows rows={2} height={44} />}
      {settings && <Fields key={settings.version} settings={settings} />}
    </section>
  )
}

function Fields({ settings }: { settings: Settings }) {
  const isOwner = useMay('owner')
  const [day, setDay] = useState<number | string>(settings.day)
  const [busy, setBusy] = useState(false)
  const change = async (body: { on?: boolean; day?: number }) => {
    setBusy(true)
    try {
      const saved = await call(statementsApi.change, { version: settings.version, body })
      queryClient.setQueryData(statementSettingsQuery.queryKey, saved)
      done(
        saved.on
          ? `Statements go out on day ${saved.day} of each month, from ${saved.sendFromHour}:00.`
          : 'No statements go out automatically.',
      )
    } catch (refusal) {
      failed(refusal)
      void changed('statementSettings')
    } finally {
      setBusy(false)
    }
  }
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
