import { expect, test } from 'vitest'
import { sampleInvoice } from '../../../test/sample-documents.ts'
import { openRenderer } from './renderer.ts'

test('a process that dies fails one document, by name alone, and the next ones get another process', async () => {
  const renderer = openRenderer()
  try {
    await renderer.render(sampleInvoice())
    const dead = renderer.pid!
    const failing = renderer.render(sampleInvoice({ notes: 'a secret' }, 300))
    const waiting = renderer.render(sampleInvoice({ number: '2026-0043' }))
    process.kill(dead, 'SIGKILL')
    await expect(failing).rejects.toThrow(
      'The invoice 2026-0042 could not be made into a PDF: its process ended.',
    )
    expect((await waiting).subarray(0, 5).toString()).toBe('%PDF-')
    expect(renderer.pid).not.toBe(dead)
  } finally {
    await renderer.end()
  }
})

test('a document that takes too long is given up, and the process with it', async () => {
  const renderer = openRenderer({ mostSecondsEach: 0.2 })
  try {
    const endless = renderer.render(sampleInvoice({}, 20_000))
    await expect(endless).rejects.toThrow('it took longer than 0.2 s')
  } finally {
    await renderer.end()
  }
})

test('too many at once are refused, not heaped up', async () => {
  const renderer = openRenderer({ mostWaiting: 2 })
  try {
    const asked = Array.from({ length: 5 }, () => renderer.render(sampleInvoice()))
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
  } finally {
    await renderer.end()
  }
})

test('bytes are remembered by key, and asked for once by many at the same moment', async () => {
  const renderer = openRenderer({ mostWaiting: 0 })
  try {
    const [one, two] = await Promise.all([
      renderer.render(sampleInvoice(), 'key'),
      renderer.render(sampleInvoice(), 'key'),
    ])
    expect(two).toBe(one)
    expect(await renderer.render(sampleInvoice(), 'key')).toBe(one)
    expect(await renderer.render(sampleInvoice())).not.toBe(one)
  } finally {
    await renderer.end()
  }
})

test('an idle process ends, and the next document starts another', async () => {
  const renderer = openRenderer({ idleSeconds: 0 })
  try {
    await renderer.render(sampleInvoice())
    await expect.poll(() => renderer.pid).toBeNull()
    expect((await renderer.render(sampleInvoice())).length).toBeGreaterThan(1_000)
  } finally {
    await renderer.end()
  }
})
