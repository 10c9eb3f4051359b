import { daysAfter } from '../time/day.ts'

export interface Step {
  id: string
  /** After the due date; before it if below zero. */
  days: number
}

export interface InvoiceOnLadder {
  dueDate: string
  /** The day it was sent. */
  sentOn: string
  /** The steps that this due date has had, whatever their outcome. */
  handled: readonly string[]
}

/**
 * Which step of the schedule an invoice is on today, and which earlier ones it has missed. Only the newest is sent
 * (R34): after a time without Portico, or a pause, people get one reminder and not all of them at once. Nothing is
 * sent that was due before reminders were switched on, or before the invoice existed.
 */
export function dueToday(
  ladder: readonly Step[],
  invoice: InvoiceOnLadder,
  today: string,
  onSince: string,
): { send: Step | null; skip: Step[] } {
  const reached = ladder
    .filter(({ days }) => {
      const on = daysAfter(invoice.dueDate, days)
      return on <= today && on >= onSince && on > invoice.sentOn
    })
    .toSorted((a, b) => b.days - a.days)
  const [newest, ...earlier] = reached
  if (!newest || invoice.handled.includes(newest.id)) return { send: null, skip: [] }
  return { send: newest, skip: earlier.filter(({ id }) => !invoice.handled.includes(id)) }
}

/**
 * The next step, for a reminder that somebody sends now: of those not handled yet, the latest that the day has
 * reached, otherwise the first that is ahead. Null: there is none left.
 */
export function nextStep<One extends Step>(
  ladder: readonly One[],
  { dueDate, handled }: Pick<InvoiceOnLadder, 'dueDate' | 'handled'>,
  today: string,
): One | null {
  const inOrder = ladder.toSorted((a, b) => a.days - b.days)
  const last = inOrder.findLastIndex(({ id }) => handled.includes(id))
  const left = inOrder.slice(last + 1)
  return left.findLast(({ days }) => daysAfter(dueDate, days) <= today) ?? left[0] ?? null
}

/**
 * The days on which an invoice will be reminded of, from today to the last day. This is the rule; a test compares it
 * with `unhandled`, which finds the same among all invoices at once.
 */
export function upcoming(
  ladder: readonly Step[],
  invoice: InvoiceOnLadder,
  span: { today: string; until: string; onSince: string },
): { step: Step; date: string }[] {
  const late = dueToday(ladder, invoice, span.today, span.onSince).send
  const later = ladder.flatMap((step) => {
    const date = daysAfter(invoice.dueDate, step.days)
    const isAhead = date > span.today && date <= span.until && date > invoice.sentOn && date >= span.onSince
    return isAhead && !invoice.handled.includes(step.id) ? [{ step, date }] : []
  })
  return [...(late ? [{ step: late, date: span.today }] : []), ...later]
}

/**
 * Due dates whose invoices a step has to do with on a day: the whole schedule over all invoices, the other way
 * around.
 */
export interface Span {
  date: string
  step: Step
  firstDue: string
  lastDue: string
}

const FIRST_DAY = '0001-01-01'

/**
 * Today a step is for the due dates it has reached and the next step has not: those it reaches today, for which it
 * was hardly ever handled, and, separately, those it reached before.
 */
export function spansToday(ladder: readonly Step[], today: string, onSince: string): Span[] {
  const steps = ladder.toSorted((a, b) => a.days - b.days)
  return steps
    .flatMap((step, at) => {
      const next = steps[at + 1]
      const since = daysAfter(onSince, -step.days)
      const unreached = next ? daysAfter(today, 1 - next.days) : FIRST_DAY
      const firstDue = since > unreached ? since : unreached
      const dueNow = daysAfter(today, -step.days)
      return [
        { date: today, step, firstDue, lastDue: daysAfter(dueNow, -1) },
        { date: today, step, firstDue: dueNow, lastDue: dueNow },
      ].filter((span) => span.firstDue >= firstDue)
    })
    .filter(({ firstDue, lastDue }) => firstDue <= lastDue)
}

/** On a later day each step is for one due date. */
export function spansAhead(
  ladder: readonly Step[],
  { today, until, onSince }: { today: string; until: string; onSince: string },
): Span[] {
  const spans: Span[] = []
  for (let date = daysAfter(today, 1); date <= until; date = daysAfter(date, 1))
    for (const step of date >= onSince ? ladder : []) {
      const due = daysAfter(date, -step.days)
      spans.push({ date, step, firstDue: due, lastDue: due })
    }
  return spans
}
