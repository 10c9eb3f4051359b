const TRIES = 8
const PAUSE_MILLISECONDS_MOST = 5_000

/**
 * Waits for a database that is away for a moment, such as while PostgreSQL restarts. The work must be safe to do
 * twice.
 */
export async function throughOutages<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES) throw error
      const pause = Math.min(100 * 2 ** tries, PAUSE_MILLISECONDS_MOST)
      await new Promise((passed) => setTimeout(passed, pause))
    }
  }
}
