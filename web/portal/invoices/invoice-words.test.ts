import { beforeEach, expect, test, vi } from 'vitest'
import { dueWords, stateSentence, stateWords } from './invoice-words.ts'

beforeEach(() => void vi.stubGlobal('navigator', { language: 'en-GB' }))

const NOW = new Date('2026-05-04T09:00:00Z')
const OWED = {
  status: 'sent',
  dueDate: '2026-06-03',
  daysLeft: 30,
  balanceMinor: 119_000,
  totalMinor: 119_000,
  paidMinor: 0,
  currency: 'EUR',
  payments: [],
} as const
const LATE = { ...OWED, status: 'overdue', dueDate: '2026-04-22', daysLeft: -12 } as const
const PART = { paidMinor: 60_000, balanceMinor: 59_000, payments: [{ receivedOn: '2026-05-01' }] }

test.each([
  [OWED, 'Due 3 Jun', '€1,190.00 is due on 3 Jun, in 30 days.'],
  [{ ...OWED, dueDate: '2026-05-04', daysLeft: 0 }, 'Due today', '€1,190.00 is due today.'],
  [{ ...OWED, dueDate: '2026-05-05', daysLeft: 1 }, 'Due 5 May', '€1,190.00 is due tomorrow.'],
  [
    { ...OWED, ...PART, status: 'partlyPaid' as const },
    'Partly paid, due 3 Jun',
    '€590.00 of €1,190.00 is due on 3 Jun, in 30 days.',
  ],
  [LATE, '12 days overdue', '€1,190.00 was due on 22 Apr, 12 days ago.'],
  [{ ...LATE, ...PART, daysLeft: -1 }, '1 day overdue', '€590.00 of €1,190.00 was due yesterday.'],
  [{ ...OWED, ...PART, status: 'paid' as const }, 'Paid', 'Paid on 1 May.'],
  [{ ...OWED, status: 'paid' as const }, 'Paid', 'There is nothing to pay.'],
  [{ ...OWED, status: 'void' as const }, 'Void', 'This invoice is void. There is nothing to pay.'],
])('what an invoice asks of its reader: %#', (invoice, word, sentence) => {
  expect(stateWords(invoice, NOW).word).toBe(word)
  expect(stateSentence(invoice, NOW)).toBe(sentence)
})

const EUROS = { currency: 'EUR', count: 2, amountMinor: 119_000, overdueCount: 0, overdueMinor: 0 }
const YEN = { currency: 'JPY', count: 1, amountMinor: 500, overdueCount: 1, overdueMinor: 500 }

test.each([
  [[], 'Nothing to pay', null],
  [[EUROS], '2 invoices, €1,190.00 open', null],
  [[EUROS, YEN], '3 invoices, €1,190.00 and JP¥500 open', 'One of them is overdue: JP¥500'],
  [[YEN], '1 invoice, JP¥500 open', 'It is overdue: JP¥500'],
  [
    [{ ...EUROS, overdueCount: 2, overdueMinor: 119_000 }],
    '2 invoices, €1,190.00 open',
    'All of them are overdue: €1,190.00',
  ],
])('what is open at all: %#', (due, words, overdue) => {
  expect(dueWords(due)).toEqual({ due: words, overdue })
})
