import pg from 'pg'

const PAUSE_SECONDS_FIRST = 1
const PAUSE_SECONDS_MOST = 30

/**
 * Calls `wake` whenever a row enters the outbox. It keeps a connection of its own and reconnects after PostgreSQL was
 * away: a wake-up missed in the meantime is made up for by one more.
 */
export function wakeOnNotify(connection: pg.ClientConfig, wake: () => void): { close(): Promise<void> } {
  let closed = false
  let pauseSeconds = PAUSE_SECONDS_FIRST
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined

  void connect()

  async function connect() {
    const attempt = new pg.Client({ ...connection, keepAlive: true })
    client = attempt
    // Once for all the ways in which one connection can be lost.
    let lost = false
    const again = () => {
      if (lost) return
      lost = true
      attempt.end().catch(() => {})
      if (closed) return
      timer = setTimeout(() => void connect(), pauseSeconds * 1_000)
      pauseSeconds = Math.min(pauseSeconds * 2, PAUSE_SECONDS_MOST)
    }
    attempt.on('error', again)
    attempt.on('end', again)
    attempt.on('notification', wake)
    try {
      await attempt.connect()
      await attempt.query('listen postman')
      pauseSeconds = PAUSE_SECONDS_FIRST
      wake()
    } catch {
      again()
    }
  }

  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
