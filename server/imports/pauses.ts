import { setImmediate } from 'node:timers/promises'

const LONGEST_HOLD_MS = 5

/** For work that takes long: `await pause()` between small steps lets requests go first, every few milliseconds. */
export function pauses(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < LONGEST_HOLD_MS) return undefined
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}
