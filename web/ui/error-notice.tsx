import { Button, Text } from '@mantine/core'
import { mdiAlertCircleOutline } from '@mdi/js'
import { problemOf, ProblemError } from '../lib/problem.ts'
import classes from './error-notice.module.css'
import { Icon } from './icon.tsx'

/** What happened, what is safe, and what to do: for a page or a form that was refused. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  if (!error) return null
  const problem = problemOf(error)
  const next = whatToDo(problem.status, error instanceof ProblemError ? error.retryAfterSeconds : undefined)
  return (
    <div role="alert" className={classes.notice}>
      <span className={classes.icon}>
        <Icon path={mdiAlertCircleOutline} />
      </span>
      <div>
        <Text fw={550}>{problem.title}</Text>
        {problem.detail && problem.detail !== problem.title && <Text>{problem.detail}</Text>}
        {next && <Text>{next}</Text>}
        {retry && (
          <Button size="compact-sm" variant="default" mt="xs" onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

function whatToDo(status: number, retryAfterSeconds?: number): string | undefined {
  if (status === 0)
    return 'Nothing was lost: what you typed is still here. Check the connection and try again.'
  if (status === 412)
    return 'Nothing was saved. Reload to see the newer version, then make your change again.'
  if (status === 429 || status === 503)
    return `Nothing was changed. Try again in ${waitingTime(retryAfterSeconds ?? 30)}.`
  if (status >= 500)
    return 'Nothing was changed. Try again; if it happens again, tell whoever runs this Portico.'
  return undefined
}

function waitingTime(seconds: number) {
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
