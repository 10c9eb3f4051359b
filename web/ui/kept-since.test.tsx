import { expect, test, vi } from 'vitest'
import { KeptSince, keptSinceOf, nothingMailed, nothingYet } from './kept-since.tsx'
import { rendered } from './rendered.tsx'

vi.stubGlobal('navigator', { language: 'en-GB' })

const SINCE = '2025-05-03T12:00:00.000Z'
const list = (...pages: (string | null)[]) => ({
  data: { pages: pages.map((keptSince) => ({ keptSince })), pageParams: [] },
})

test('a list that was read to its end says from when on it was kept, and nothing where all of it was', () => {
  expect(rendered(<KeptSince of="Entries" query={list(null, SINCE)} />)).toContain(
    'Entries before 3 May 2025 were not kept.',
  )
  expect(rendered(<KeptSince of="Entries" query={list(null)} />)).not.toContain('kept')
  expect(keptSinceOf({ data: undefined })).toBeNull()
})

test('an empty list says that nothing happened only as far back as it is kept', () => {
  expect(nothingYet('Nothing has happened yet', null)).toBe('Nothing has happened yet')
  expect(nothingYet('Nothing has happened yet', SINCE)).toBe('Nothing since 3 May 2025')
  expect(nothingMailed('Not mailed to anybody.', null)).toBe('Not mailed to anybody.')
  expect(nothingMailed('Not mailed to anybody.', SINCE)).toBe(
    'Nothing has been mailed since 3 May 2025. E-mails before were not kept.',
  )
})
