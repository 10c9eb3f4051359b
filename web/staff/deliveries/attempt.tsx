import type { ReactNode } from 'react'
import { StatusBadge, type StateTone } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import classes from './attempt.module.css'
import { ServerWords } from './server-words.tsx'

/** One attempt to deliver something, or a report of it: how it went, when, and what the other side said. */
export function Attempt({
  name,
  tone,
  at,
  said,
  children,
}: {
  name: string
  tone: StateTone
  at: string
  said: string | null
  children: ReactNode
}) {
  return (
    <li className={classes.attempt}>
      <div className={classes.head}>
        <StatusBadge tone={tone}>{name}</StatusBadge>
        <span className="muted">
          <When at={at} />
        </span>
      </div>
      {children}
      <ServerWords>{said}</ServerWords>
    </li>
  )
}
