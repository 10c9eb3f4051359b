import { useEffect, useReducer } from 'react'
import { exactDate, peopleDate } from '../lib/formats.ts'
import { Tooltip } from './tooltip.tsx'

/** A moment as people say it; exact on hover. */
export function When({ at }: { at: string }) {
  const [, retell] = useReducer((times: number) => times + 1, 0)
  useEffect(() => {
    const timer = setInterval(retell, 30_000)
    return () => clearInterval(timer)
  }, [])
  const when = new Date(at)
  return (
    <Tooltip label={exactDate(when)}>
      <time dateTime={at} className="numbers">
        {peopleDate(when)}
      </time>
    </Tooltip>
  )
}
