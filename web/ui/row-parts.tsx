import type { ReactNode } from 'react'
import classes from './list.module.css'
import { OneLine } from './one-line.tsx'

/** On the one link of a row or an item: `<Link {...rowLink} to=...>`. The whole row can then be clicked. */
export const rowLink = { className: classes.link!, dir: 'auto' } as const

/** A line, and a quiet one below it where there is something to say; beside others that are two lines high, only the first. */
export function Lines({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <span className={classes.lines}>
      <span className={classes.line}>{children}</span>
      {typeof below === 'string' && below ? (
        <OneLine className={`${classes.below} muted small`}>{below}</OneLine>
      ) : (
        below && <span className={`${classes.below} muted small`}>{below}</span>
      )}
    </span>
  )
}
