/** How long a test waits for a fact: a bound for what hangs, not for what is slow on a busy machine. */
export const PATIENT = { timeout: 120_000, interval: 20 }

/** For what takes long by itself: two thousand letters with PDFs, or what was interrupted and is taken up within a minute, several times. */
export const VERY_PATIENT = { ...PATIENT, timeout: 600_000 }
