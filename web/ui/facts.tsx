import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** Names and values, one under the other; a value that is not known is left out, unless it says so itself. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
