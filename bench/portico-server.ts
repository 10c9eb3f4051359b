// Portico as it runs, but on the database of the benchmark: everything of `buildApp`.
import { pino } from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { openDatabase } from '../server/database/database.ts'
import { publishEvents } from '../server/events/publish-events.ts'
import { answerOrchestrator } from './child.ts'

const config = readConfig(process.env)
const database = openDatabase({ connection: { connectionString: process.env['BENCH_APP_URL']! } })
const now = process.env['BENCH_NOW']
const app = await buildApp({
  config,
  database,
  log: pino({ level: config.logLevel }, pino.destination(2)),
  // For data of one day.
  ...(now !== undefined && { clock: () => new Date(now) }),
})
// Events get their places beside the requests, as they do where people use it.
const never = new AbortController().signal
setInterval(() => void publishEvents(app.services, never).catch(() => {}), 1000).unref()
await app.server.listen({ port: config.port, host: '127.0.0.1' })
answerOrchestrator()
