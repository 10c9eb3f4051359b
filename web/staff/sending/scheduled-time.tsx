import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { todayIn } from '../../../server/time/day.ts'
import { localOf } from '../../../server/time/wall-clock.ts'
import { momentWords } from '../../lib/moment-words.ts'
import { organizationQuery } from '../organization/organization-queries.ts'

/** When scheduled mails go out, by the clocks of the organization: as it was chosen, wherever the reader is. */
export function ScheduledTime({ at }: { at: string }) {
  const [now] = useState(() => new Date())
  const timeZone = useQuery(organizationQuery).data?.timeZone
  if (!timeZone) return null
  const words = momentWords(localOf(new Date(at), timeZone), todayIn(timeZone, now))
  return <time dateTime={at}>{`${words} (${timeZone.replaceAll('_', ' ')} time)`}</time>
}
