import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { todayIn } from '../../../server/time/day.ts'
import { localOf } from '../../../server/time/wall-clock.ts'
import { momentWords, usualMoments } from '../../lib/moment-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import classes from './sending.module.css'

interface Props {
  timeZone: string
  /** On the organization's clocks, as `2026-05-04T09:00`; null: now. */
  at: string | null
  error: string | undefined
  change: (at: string | null) => void
}

/** Now, or at a time of the organization. */
export function WhenField({ timeZone, at, error, change }: Props) {
  const [now] = useState(() => new Date())
  const [isOther, setIsOther] = useState(false)
  const moments = usualMoments(localOf(now, timeZone))
  const capital = (words: string) => words.replace(/^on /, '').replace(/^./, (letter) => letter.toUpperCase())
  const choose = (value: string | null) => {
    setIsOther(value === 'other')
    change(value === 'now' || value === null ? null : value === 'other' ? (at ?? moments[0]!) : value)
  }
  return (
    <div className={classes.side} style={{ gap: 8 }}>
      <ChoiceField
        label="When"
        noun="time"
        value={isOther ? 'other' : (at ?? 'now')}
        onChange={choose}
        data={[
          { value: 'now', label: 'Now' },
          ...moments.map((moment) => ({
            value: moment,
            label: capital(momentWords(moment, todayIn(timeZone, now))),
          })),
          { value: 'other', label: 'Another time…' },
        ]}
      />
      {isOther && (
        <TextInput
          type="datetime-local"
          aria-label="Date and time"
          min={localOf(now, timeZone)}
          value={at ?? ''}
          onChange={(event) => change(event.currentTarget.value || null)}
        />
      )}
      {error && (
        <span role="alert" className="small" style={{ color: 'var(--mantine-color-error)' }}>
          {error}
        </span>
      )}
      {at !== null && <span className="muted small">By the clocks of {timeZone.replaceAll('_', ' ')}</span>}
    </div>
  )
}
