import { expect, onTestFinished, test } from 'vitest'
import { sampleInvoice } from '../../../test/sample-documents.ts'
import { pageOf } from './page-of.ts'
import { openRenderer, type Renderer, type RendererOptions } from './renderer.ts'

const US = 'northwind'
const THEM = 'contoso'

function open(options: RendererOptions = {}): Renderer {
  const renderer = openRenderer(options)
  onTestFinished(() => renderer.end())
  return renderer
}

test('a process that dies fails one document, by name alone, and the next ones get another process', async () => {
  const renderer = open()
  await renderer.render(sampleInvoice(), US)
  const [dead] = renderer.pids
  const failing = renderer.render(sampleInvoice({ notes: 'a secret' }, 300), US)
  const waiting = renderer.render(sampleInvoice({ number: '2026-0043' }), US)
  process.kill(dead!, 'SIGKILL')
  await expect(failing).rejects.toThrow('The invoice 2026-0042 was interrupted')
  expect((await waiting).subarray(0, 5).toString()).toBe('%PDF-')
  expect(renderer.pids).not.toContain(dead)
  // It may have been an accident.
  expect((await renderer.render(sampleInvoice({ notes: 'a secret' }, 300), US)).length).toBeGreaterThan(1_000)
})

test('a document that takes too long is given up with a remedy, and not tried again for each who asks', async () => {
  const renderer = open({ mostSecondsEach: 0.2 })
  const endless = () => renderer.render(sampleInvoice({}, 20_000), US)
  await expect(endless()).rejects.toMatchObject({
    status: 422,
    message:
      'The invoice 2026-0042 could not be made into a PDF: it took longer than 0.2 s. Shorten its lines and its notes.',
  })
  expect(renderer.pids).toEqual([])
  await expect(endless()).rejects.toThrow('it took longer')
  expect(renderer.pids).toEqual([])
})

test.skipIf(process.platform !== 'linux')('one that takes too much memory is given up as well', async () => {
  const renderer = open({ mostMegabytes: 1 })
  await expect(renderer.render(sampleInvoice(), US)).rejects.toThrow('it took more than 1 MB of memory')
})

test('what one organization has waiting, or one of its documents that does not end, does not hold another’s back', async () => {
  const renderer = open({ patienceMs: 0, mostSecondsEach: 60 })
  const done: string[] = []
  const make = (organization: string, number: string, lines = 1) =>
    renderer.render(sampleInvoice({ number }, lines), organization).then(() => done.push(number))
  const endless = make(THEM, 'endless', 20_000)
  const theirs = ['1', '2', '3'].map((number) => make(THEM, number))
  await make(US, 'ours')
  expect(done).toEqual(['ours'])
  for (const pid of renderer.pids) process.kill(pid, 'SIGKILL')
  await expect(endless).rejects.toThrow('was interrupted')
  await Promise.all(theirs)
})

test('in turn: a second organization does not wait for all of the first one’s', async () => {
  const renderer = open({ patienceMs: 60_000 })
  const done: string[] = []
  const make = (organization: string, number: string) =>
    renderer.render(sampleInvoice({ number }), organization).then(() => done.push(number))
  await Promise.all([...['1', '2', '3', '4'].map((number) => make(THEM, number)), make(US, 'ours')])
  expect(done).toEqual(['1', '2', 'ours', '3', '4'])
})

test('too many at once of one organization are refused, not heaped up', async () => {
  const renderer = open({ mostWaiting: 2 })
  const asked = Array.from({ length: 5 }, (_, at) => renderer.render(sampleInvoice({ number: `${at}` }), US))
  const outcomes = await Promise.allSettled([...asked, renderer.render(sampleInvoice(), THEM)])
  const statuses = outcomes.map(({ status }) => status)
  expect(statuses).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'])
})

test('bytes are remembered by key, and asked for once by many at the same moment', async () => {
  const renderer = open({ mostWaiting: 1 })
  const [one, two] = await Promise.all([
    renderer.render(sampleInvoice(), US, 'key'),
    renderer.render(sampleInvoice(), US, 'key'),
  ])
  expect(two).toBe(one)
  expect(await renderer.render(sampleInvoice(), US, 'key')).toBe(one)
  expect(await renderer.render(sampleInvoice(), US)).not.toBe(one)
})

test('an idle process ends, and the next document starts another', async () => {
  const renderer = open({ idleSeconds: 0 })
  await renderer.render(sampleInvoice(), US)
  await expect.poll(() => renderer.pids).toEqual([])
  expect((await renderer.render(sampleInvoice(), US)).length).toBeGreaterThan(1_000)
})

test('long words are broken by the compiler’s process, and not by this one, which has requests to answer', () => {
  const lines = sampleInvoice({}, 500).lines.map((line) => ({ ...line, description: 'x'.repeat(1_850) }))
  expect(JSON.stringify(pageOf(sampleInvoice({ lines })))).not.toContain('\u200b')
})
