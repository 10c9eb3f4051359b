import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAfter } from '../time/day.ts'
import { dueToday, upcoming } from './ladder.ts'

const LADDER = [-3, 0, 7, 21].map((days) => ({ id: `day ${days}`, days }))
const invoice = { dueDate: '2026-05-20', sentOn: '2026-05-01', handled: [] as string[] }

test('each step on its day, and nothing between', () => {
  const sent: string[] = []
  const handled: string[] = []
  for (let day = 0; day < 60; day++) {
    const today = daysAfter('2026-05-01', day)
    const { send } = dueToday(LADDER, { ...invoice, handled }, today, '2026-01-01')
    if (!send) continue
    handled.push(send.id)
    sent.push(`${today}: ${send.id}`)
  }
  expect(sent).toEqual(['2026-05-17: day -3', '2026-05-20: day 0', '2026-05-27: day 7', '2026-06-10: day 21'])
})

test('after a month without Portico one reminder goes out, not four', () => {
  const { send, skip } = dueToday(LADDER, invoice, '2026-06-20', '2026-01-01')
  expect(send?.id).toBe('day 21')
  expect(skip.map(({ id }) => id)).toEqual(['day 7', 'day 0', 'day -3'])
})

test('what was due before reminders were switched on, or before the invoice was sent, is never sent', () => {
  expect(dueToday(LADDER, invoice, '2026-05-22', '2026-05-21').send).toBe(null)
  expect(dueToday(LADDER, { ...invoice, sentOn: '2026-05-20' }, '2026-05-21', '2026-01-01').send).toBe(null)
})

const day = fc.nat(400).map((days) => daysAfter('2026-01-01', days))
const ladders = fc
  .uniqueArray(fc.integer({ min: -60, max: 120 }), { maxLength: 8 })
  .map((all) => all.map((days) => ({ id: String(days), days })))

test('whenever Portico runs, no step is sent twice, and they come in their order', () => {
  fc.assert(
    fc.property(
      ladders,
      day,
      day,
      day,
      fc.array(day, { maxLength: 40 }),
      (ladder, dueDate, sentOn, onSince, looks) => {
        const handled: string[] = []
        const sent: number[] = []
        for (const today of looks.toSorted()) {
          const { send, skip } = dueToday(ladder, { dueDate, sentOn, handled }, today, onSince)
          handled.push(...skip.map(({ id }) => id))
          if (!send) continue
          const on = daysAfter(dueDate, send.days)
          expect(on <= today && on >= onSince && on > sentOn).toBe(true)
          handled.push(send.id)
          sent.push(send.days)
        }
        expect(new Set(handled).size).toBe(handled.length)
        expect(sent).toEqual(sent.toSorted((a, b) => a - b))
      },
    ),
  )
})

test('what is planned is what is sent when Portico looks every day', () => {
  fc.assert(
    fc.property(ladders, day, day, day, day, (ladder, dueDate, sentOn, onSince, today) => {
      const planned = upcoming(
        ladder,
        { dueDate, sentOn, handled: [] },
        { today, until: daysAfter(today, 30), onSince },
      )
      const handled: string[] = []
      const sent: string[] = []
      for (let ahead = 0; ahead <= 30; ahead++) {
        const { send, skip } = dueToday(
          ladder,
          { dueDate, sentOn, handled },
          daysAfter(today, ahead),
          onSince,
        )
        handled.push(...skip.map(({ id }) => id))
        if (send) {
          handled.push(send.id)
          sent.push(`${daysAfter(today, ahead)} ${send.id}`)
        }
      }
      expect(planned.map(({ date, step }) => `${date} ${step.id}`).toSorted()).toEqual(sent.toSorted())
    }),
  )
})
