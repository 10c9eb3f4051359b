import type { ReactNode } from 'react'
import classes from './words.module.css'

interface Props {
  /** Whose it is, or the choice of that. */
  head: ReactNode
  subject: string | null
  message: string | null
  /** What else the mail brings. */
  children?: ReactNode
}

/** What a reader will read. */
export function WordsPreview({ head, subject, message, children }: Props) {
  return (
    <section aria-label="Preview" className={classes.preview}>
      {head}
      <div className={classes.subject}>{subject}</div>
      <div className={classes.message} dir="auto">
        {message}
      </div>
      {children}
    </section>
  )
}
