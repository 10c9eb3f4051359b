import { daysBetween } from '../time/day.ts'
import type { OpenItem } from './statements.api.ts'

/** What is owed, by how long it has been due. Pure: the browser may use it to show what the server says. */
export interface Ageing {
  currentMinor: number
  days1To30Minor: number
  days31To60Minor: number
  days61To90Minor: number
  daysOver90Minor: number
}
export type Bucket = keyof Ageing

/** In reading order. What is due today is not overdue yet. */
export function bucketOf(dueDate: string, today: string): Bucket {
  const daysOverdue = daysBetween(dueDate, today)
  if (daysOverdue <= 0) return 'currentMinor'
  if (daysOverdue <= 30) return 'days1To30Minor'
  if (daysOverdue <= 60) return 'days31To60Minor'
  return daysOverdue <= 90 ? 'days61To90Minor' : 'daysOver90Minor'
}

export function ageingOf(
  items: readonly Pick<OpenItem, 'dueDate' | 'balanceMinor'>[],
  today: string,
): Ageing {
  const ageing = nothingOwed()
  for (const { dueDate, balanceMinor } of items) ageing[bucketOf(dueDate, today)] += balanceMinor
  return ageing
}

export const nothingOwed = (): Ageing => ({
  currentMinor: 0,
  days1To30Minor: 0,
  days31To60Minor: 0,
  days61To90Minor: 0,
  daysOver90Minor: 0,
})

export const totalOf = (ageing: Ageing): number =>
  Object.values(ageing).reduce((sum, minor) => sum + minor, 0)

export const overdueOf = (ageing: Ageing): number => totalOf(ageing) - ageing.currentMinor
