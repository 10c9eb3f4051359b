import { randomUUID } from 'node:crypto'

const MOST_OF_ONE_MILLISECOND = 0xfff
let ms = 0
let count = 0
let time = ''

/** A new UUIDv7 (RFC 9562): ordered by time, so that newest-first lists page by id. Those of one millisecond are counted. */
export function newId(): string {
  const now = Date.now()
  if (now <= ms && count < MOST_OF_ONE_MILLISECOND) count++
  else {
    ms = Math.max(now, ms + 1)
    count = 0
    time = timePart(ms)
  }
  return idWith(time, count)
}

/** An id as it would have been made then. */
export const idAt = (then: Date): string => idWith(timePart(then.getTime()), 0)

function timePart(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

const idWith = (time: string, count: number) =>
  `${time}-7${count.toString(16).padStart(3, '0')}${randomUUID().slice('01234567-89ab-cdef'.length)}`

/** The "organization" of statements that belong to no tenant, such as a staff sign-in before one is chosen. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000'
