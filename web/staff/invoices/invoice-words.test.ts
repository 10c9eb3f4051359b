import { beforeAll, expect, test, vi } from 'vitest'
import { dueWords } from './invoice-words.ts'

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en-GB' })
})

const today = '2026-05-20'
const told = (dueDate: string, status: Parameters<typeof dueWords>[0]['status']) =>
  dueWords({ dueDate, status }, today)

test('what is owed is written as people say it', () => {
  expect(told('2026-05-20', 'sent')).toBe('Today')
  expect(told('2026-05-21', 'partlyPaid')).toBe('Tomorrow')
  expect(told('2026-05-23', 'sent')).toBe('In 3 days')
  expect(told('2026-05-19', 'overdue')).toBe('1 day overdue')
  expect(told('2026-05-08', 'overdue')).toBe('12 days overdue')
})

test('what is not owed is only dated', () => {
  for (const status of ['draft', 'paid', 'void'] as const) expect(told('2020-05-08', status)).toMatch(/2020/)
})
