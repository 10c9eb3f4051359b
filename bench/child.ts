import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export interface Usage {
  /** Processor time so far. */
  cpuMs: number
  /** How much memory it holds. */
  rssBytes: number
  /** Statements sent to PostgreSQL so far. Older builds do not count them. */
  roundTrips?: number
}

/** A server in a process of its own, so that its processor time is its own. */
export interface Child {
  port: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** In the child: says that it listens, and on request how much it uses. */
export function answerOrchestrator() {
  const sent = countStatements()
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const usage: Usage = {
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
      roundTrips: sent.count,
    }
    process.send!(usage)
  })
  process.on('disconnect', () => process.exit(0))
  process.send!('ready')
}

function countStatements(): { count: number } {
  const sent = { count: 0 }
  const client = pg.Client.prototype as { query(...parts: unknown[]): unknown }
  const { query } = client
  client.query = function (...parts) {
    sent.count += 1
    return query.apply(this, parts)
  }
  return sent
}

/** `program`: beside this file, or of another build by its whole path. */
export async function startChild(
  program: string,
  port: number,
  environment: Record<string, string>,
): Promise<Child> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${program} ended`)))
  gone.catch(() => {})
  const answer = async () => ((await Promise.race([once(child, 'message'), gone])) as unknown[])[0]
  await answer()
  return {
    port,
    async usage() {
      child.send('usage')
      return (await answer()) as Usage
    },
    async stop() {
      child.kill('SIGKILL')
      await gone.catch(() => {})
    },
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
