import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { giveUpWhatIsSlow, whatIsSlow, whileWaiting } from './waiting.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const [, slowNow] = whatIsSlow
const refusalOf = (waiting: Promise<unknown>) =>
  waiting.then(
    () => null,
    (error: unknown) => error,
  )

/** A server that takes what it is sent and says nothing. */
const frozen = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
  })

test('after five seconds it shows, and no longer when the answer has come', async () => {
  let answer!: (words: string) => void
  const asked = whileWaiting('GET', undefined, () => new Promise<string>((resolve) => (answer = resolve)))
  await vi.advanceTimersByTimeAsync(4_900)
  expect(slowNow()).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(200)
  expect(slowNow()).toHaveLength(1)
  answer('here')
  expect(await asked).toBe('here')
  expect(slowNow()).toHaveLength(0)
})

test('given up, a save says that it may have been done', async () => {
  const refusal = refusalOf(whileWaiting('POST', undefined, frozen))
  await vi.advanceTimersByTimeAsync(5_000)
  giveUpWhatIsSlow()
  expect(await refusal).toMatchObject({
    status: 0,
    kind: 'given-up',
    message: expect.stringContaining('may have been done'),
  })
  expect(slowNow()).toHaveLength(0)
})

test('in the end it fails in words', async () => {
  const refusal = refusalOf(whileWaiting('GET', undefined, frozen))
  await vi.advanceTimersByTimeAsync(120_000)
  expect(await refusal).toMatchObject({ status: 0, kind: 'no-answer' })
})

test('a caller who no longer wants to know is told nothing', async () => {
  const callers = new AbortController()
  const refusal = refusalOf(whileWaiting('GET', callers.signal, frozen))
  callers.abort()
  expect(await refusal).toMatchObject({ name: 'AbortError' })
})
