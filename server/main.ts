import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pino, type Logger } from 'pino'
import type { App } from './app.ts'
import { CannotStart } from './cannot-start.ts'
import { readConfig, type Config } from './config.ts'
import { bringUpDatabase } from './database/bring-up.ts'
import { safeReason } from './http/safe-reason.ts'

/** Until the settings are read. */
let stopWithinMs = 10_000

/** What was started, and how to stop it. Undone in reverse. */
const undo: (() => Promise<unknown>)[] = []
let log: Logger | null = null
let starting: Promise<unknown> = Promise.resolve()
let stopping: Promise<never> | null = null

// More than once: in a terminal Ctrl-C reaches us both directly and through npm.
process.on('SIGTERM', () => void stop(0)).on('SIGINT', () => void stop(0))
// A terminal window that was closed. Without a terminal, nohup decides, which lets us live.
if (process.stdout.isTTY) process.on('SIGHUP', () => void stop(0))
process.on('uncaughtException', fail).on('unhandledRejection', fail)
start().catch(fail)

async function start(): Promise<void> {
  // Everything written here holds people's data: letters, keys, the database.
  process.umask(0o077)
  const config = readConfig(process.env)
  stopWithinMs = config.stopWithinSeconds * 1000
  // Standard output is for the line with the address only.
  log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }))
  // The application is loaded while PostgreSQL, another process, starts.
  const loading = loadApplication()
  loading.catch(() => {})
  const { appUrl } = await begin(
    bringUpDatabase(config, { onTrouble: (sentence) => log?.error(sentence) }),
    (postgres) => postgres.stop(),
  )
  const { openDatabase, buildApp, endPdfProcess } = await begin(loading)
  const tracing = config.tracesEndpoint === null ? undefined : await startTracing(config.tracesEndpoint)
  const database = await begin(
    openDatabase({
      connection: { connectionString: appUrl },
      tenantScope: config.tenantScope,
      connections: config.databaseConnections,
      trace: tracing?.traceStatement,
      onConnectionLost: (error) => log?.warn({ reason: error.message }, 'A database connection was lost.'),
    }),
    (opened) => opened.close(),
  )
  const web = fileURLToPath(new URL('../web', import.meta.url))
  const app = await begin(
    buildApp({ config, database, log, tracing, ...(existsSync(web) && { webFolder: web }) }),
    async (built) => {
      await drained(built, config)
      await endPdfProcess()
    },
  )
  await begin(
    app.server.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen(error, config)
    }),
  )
  app.startWork()
  process.stdout.write(`Portico is ready: ${config.publicUrl}\n`)
}

async function loadApplication() {
  const [{ openDatabase }, { buildApp }, { endPdfProcess }] = await Promise.all([
    import('./database/database.ts'),
    import('./app.ts'),
    import('./documents/pdf/render-pdf.ts'),
  ])
  return { openDatabase, buildApp, endPdfProcess }
}

/** Loaded only where somebody takes the traces. */
async function startTracing(endpoint: string) {
  const { openTracing } = await import('./tracing/tracing.ts')
  return begin(openTracing(endpoint), (opened) => opened.close())
}

/** One step of the start. A signal waits for it to end, because half a step cannot be undone. */
async function begin<T>(step: T | Promise<T>, end?: (started: T) => Promise<unknown>): Promise<T> {
  const started = (async () => {
    const result = await step
    if (end) undo.push(() => end(result))
    return result
  })()
  starting = started
  await started
  if (stopping) await stopping
  return started
}

function stop(status: number): Promise<never> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), stopWithinMs - 500)
    await starting.catch(() => {})
    for (let end = undo.pop(); end; end = undo.pop()) {
      await end().catch((error: unknown) =>
        log?.error({ reason: safeReason(error) }, 'Something did not stop as it should.'),
      )
    }
    process.exit(status)
  })()
  return stopping
}

function fail(reason: unknown): void {
  if (reason instanceof CannotStart) process.stderr.write(`Portico cannot run: ${reason.message}\n`)
  else if (log)
    log.fatal({ reason: safeReason(reason) }, 'Portico is stopping because of an unexpected error.')
  else process.stderr.write(`${reason instanceof Error ? reason.stack : String(reason)}\n`)
  void stop(1)
}

/** Requests get half of the time that is left once no new ones are taken. */
async function drained(app: App, { stopWithinSeconds, serveOnSeconds }: Config): Promise<void> {
  const lastMoment = (serveOnSeconds + (stopWithinSeconds - serveOnSeconds) / 2) * 1000
  const timer = setTimeout(() => app.server.server.closeAllConnections(), lastMoment)
  await app.close()
  clearTimeout(timer)
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new CannotStart(
        `Port ${port} is taken by another program: stop that one, or set PORT to another number.`,
      )
    case 'EACCES':
      return new CannotStart(`Port ${port} is not open to this user: set PORT to a number above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CannotStart(`HOST must be an address of this machine, but is "${host}".`)
    default:
      return error
  }
}
