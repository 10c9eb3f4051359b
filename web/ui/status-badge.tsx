import classes from './status-badge.module.css'

export type StateTone = 'good' | 'wait' | 'bad' | 'off' | 'info'

/** A state in a word and a shape: colour alone never carries it. */
export function StatusBadge({ tone, children }: { tone: StateTone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}

const shapes = {
  good: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  info: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  wait: (
    <>
      <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M5 1.75a3.25 3.25 0 0 1 0 6.5z" fill="currentColor" />
    </>
  ),
  bad: <path d="M5 1 9.5 9h-9z" fill="currentColor" />,
  off: <path d="M1.5 5h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
} satisfies Record<StateTone, unknown>
