/** How long a test waits for a fact: a bound for what hangs, not for what is slow on a busy machine. */
export const PATIENT = { timeout: 120_000, interval: 20 }
