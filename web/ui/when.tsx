import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { exactDate, peopleDate } from '../lib/formats.ts'

/** A moment as people say it; exact on hover. */
export function When({ at }: { at: string }) {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  const when = new Date(at)
  return (
    <Tooltip label={exactDate(when)}>
      <time dateTime={at} className="numbers">
        {peopleDate(when, now)}
      </time>
    </Tooltip>
  )
}
