import { Button, Text } from '@mantine/core'
import { mdiAlertCircleOutline } from '@mdi/js'
import { type ProblemBody, problemOf } from '../lib/problem.ts'
import classes from './error-notice.module.css'
import { Icon } from './icon.tsx'

interface Props {
  error: unknown
  retry?: () => void
  /** When somebody else saved meanwhile: trying again would be refused again. */
  loadNewer?: (() => unknown) | undefined
}

/** What happened, what is safe, and what to do: for a page or a form that was refused. */
export function ErrorNotice({ error, retry, loadNewer }: Props) {
  if (!error) return null
  const problem = problemOf(error)
  const isOutdated = problem.status === 412 && loadNewer !== undefined
  const act = isOutdated ? loadNewer : retry
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
        {act && (
          <Button size="compact-sm" variant="default" mt="xs" onClick={act}>
            {isOutdated ? 'Load the newer version' : 'Try again'}
          </Button>
        )}
      </div>
    </div>
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
