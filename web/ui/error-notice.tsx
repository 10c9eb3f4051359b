import { Button, Group, Text } from '@mantine/core'
import { mdiAlertCircleOutline } from '@mdi/js'
import { useState } from 'react'
import { type ProblemBody, problemOf } from '../lib/problem.ts'
import { ChangedMeanwhile } from './changed-meanwhile.ts'
import classes from './error-notice.module.css'
import { Icon } from './icon.tsx'

interface Props {
  error: unknown
  retry?: () => void
}

/** What happened, what is safe, and what to do: for a page or a form that was refused. */
export function ErrorNotice({ error, retry }: Props) {
  if (!error) return null
  const problem = problemOf(error)
  // Of an answer that did not come, the problem says it all.
  // Which field is wrong, and the remedy, says more than that something is.
  const title = isInvalid(problem) ? problem.detail! : problem.title
  const next = problem.detail && problem.status === 0 ? undefined : whatToDo(problem.status, Boolean(retry))
  return (
    <div role="alert" className={classes.notice}>
      <span className={classes.icon}>
        <Icon path={mdiAlertCircleOutline} />
      </span>
      <div>
        <Text fw={550}>{title}</Text>
        {problem.detail && problem.detail !== title && <Text>{problem.detail}</Text>}
        {next && <Text>{next}</Text>}
        {retry && (
          <Button size="compact-sm" variant="default" mt="xs" onClick={retry}>
            Try again
          </Button>
        )}
        {error instanceof ChangedMeanwhile && error.exchange && (
          <Exchange key={error.message} exchange={error.exchange} />
        )}
      </div>
    </div>
  )
}

/** Of what two people changed: neither version is lost. */
function Exchange({ exchange }: { exchange: () => void }) {
  const [isTheirs, setIsTheirs] = useState(false)
  const onClick = () => {
    exchange()
    setIsTheirs(!isTheirs)
  }
  return (
    <Group gap="xs" mt="xs">
      <Button size="compact-sm" variant="default" onClick={onClick}>
        {isTheirs ? 'Take mine back' : 'Take theirs'}
      </Button>
      <Text c="dimmed" size="sm">
        {isTheirs ? 'Theirs is in the form.' : 'Yours is in the form.'}
      </Text>
    </Group>
  )
}

const isInvalid = ({ type, detail }: ProblemBody) => type.endsWith('#invalid-request') && Boolean(detail)

/** The server's own refusals say it already. */
function whatToDo(status: number, isRead: boolean): string | undefined {
  if (status === 0 && isRead) return 'Nothing was lost. Check the connection and try again.'
  if (status === 0)
    return 'Nothing was lost: what you typed is still here. Check the connection and try again.'
  if (status >= 500 && status !== 503)
    return 'Nothing was changed. Try again; if it happens again, tell the person who runs this server.'
  return undefined
}
