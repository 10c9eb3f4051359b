import { Button, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { importQuery } from './import-queries.ts'
import classes from './import.module.css'

/** A check or an import at work, or interrupted: how far it is. */
export function Working({ one }: { one: CsvImport }) {
  const isRun = one.state === 'running' || (one.state === 'interrupted' && one.counts !== null)
  const share = one.rowCount === 0 ? 0 : (one.doneCount / one.rowCount) * 100
  const what = isRun ? 'Importing' : 'Checking'
  const rows = `${one.doneCount.toLocaleString()} of ${one.rowCount.toLocaleString()} rows`
  const isMailing = one.state === 'running' && one.issuePasswords && one.doneCount === one.rowCount
  return (
    <div className={classes.working}>
      <Text fw={550} aria-live="polite">
        {one.state === 'interrupted'
          ? `The ${isRun ? 'import' : 'check'} was interrupted`
          : isMailing
            ? 'Mailing portal access'
            : what}
      </Text>
      <Progress
        value={share}
        size="lg"
        my="xs"
        animated={one.state !== 'interrupted'}
        aria-label={`${what}: ${rows}`}
      />
      <Text c="dimmed" className="numbers">
        {rows}
        {one.passwordCount > 0 && `, portal access mailed to ${count(one.passwordCount, 'contact')}`}
      </Text>
      {one.state === 'interrupted' ? (
        <Resume one={one} isRun={isRun} />
      ) : (
        <Text c="dimmed" mt="md">
          You can leave this page. The work goes on, and you find it on the Import page.
        </Text>
      )}
    </div>
  )
}

function Resume({ one, isRun }: { one: CsvImport; isRun: boolean }) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const resume = async () => {
    setBusy(true)
    setError(null)
    try {
      const begun = await call(isRun ? importsApi.run : importsApi.plan, { params: { importId: one.id } })
      queryClient.setQueryData(importQuery(one.id).queryKey, begun)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <>
      <Text my="md">
        {one.trouble ?? 'Portico was stopped, and goes on by itself within a minute.'}{' '}
        {isRun
          ? 'The rows so far are imported. Resume goes on with the next one and imports none twice.'
          : 'Nothing was changed.'}
      </Text>
      <Button onClick={resume} loading={busy}>
        {isRun ? 'Resume' : 'Check the file again'}
      </Button>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </>
  )
}
