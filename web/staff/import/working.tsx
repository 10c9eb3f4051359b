import { Button, Group, Progress, Text } from '@mantine/core'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { count } from '../../lib/formats.ts'
import classes from './import.module.css'
import { RefusedRows } from './refused-rows.tsx'
import { UndoImport } from './undo-import.tsx'
import { useAction } from './use-action.tsx'

/** A check or an import at work, or interrupted: how far it is. */
export function Working({ one }: { one: CsvImport }) {
  const at = atWork(one)
  const share = one.rowCount === 0 ? 0 : (one.doneCount / one.rowCount) * 100
  const { what, noun } = WORK[at]
  const rows = `${one.doneCount.toLocaleString()} of ${one.rowCount.toLocaleString()} rows`
  const isMailing = one.state === 'running' && one.issuePasswords && one.doneCount === one.rowCount
  return (
    <div className={classes.working}>
      <Text fw={550} aria-live="polite">
        {one.state === 'interrupted'
          ? `The ${noun} was interrupted`
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
        <Resume one={one} at={at} />
      ) : (
        <>
          <Text c="dimmed" my="md">
            You can leave this page. The work goes on, and you find it on the Import page.
          </Text>
          <Stop one={one} />
        </>
      )}
    </div>
  )
}

type At = 'planning' | 'running' | 'undoing'

/** What is at work, or was when it was interrupted. */
function atWork({ counts, undoneAt }: CsvImport): At {
  if (undoneAt !== null) return 'undoing'
  return counts === null ? 'planning' : 'running'
}

const WORK = {
  planning: {
    what: 'Checking',
    noun: 'check',
    goOn: 'Check the file again',
    endpoint: importsApi.plan,
    soFar: 'Nothing was changed.',
  },
  running: {
    what: 'Importing',
    noun: 'import',
    goOn: 'Resume',
    endpoint: importsApi.run,
    soFar: 'The rows so far are imported. Resume goes on with the next one and imports none twice.',
  },
  undoing: {
    what: 'Undoing',
    noun: 'undoing',
    goOn: 'Resume',
    endpoint: importsApi.undo,
    soFar: 'A part of the import is undone. Resume goes on with the rest.',
  },
} as const

function Stop({ one }: { one: CsvImport }) {
  const stop = useAction(one, importsApi.stop)
  return (
    <>
      <Button variant="default" onClick={stop.run} loading={stop.busy}>
        Stop
      </Button>
      {stop.notice}
    </>
  )
}

function Resume({ one, at }: { one: CsvImport; at: At }) {
  const { goOn, endpoint, soFar } = WORK[at]
  const resume = useAction(one, endpoint)
  return (
    <>
      <Text my="md">
        {one.trouble ?? 'Portico was stopped, and goes on by itself within a minute.'} {soFar}
      </Text>
      <Group gap="xs">
        <Button onClick={resume.run} loading={resume.busy}>
          {goOn}
        </Button>
        {at === 'running' && (
          <>
            <UndoImport one={one} />
            <RefusedRows one={one} />
          </>
        )}
      </Group>
      {resume.notice}
    </>
  )
}
