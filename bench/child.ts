import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface Usage {
  /** Processor time so far. */
  cpuMs: number
  /** How much memory it holds. */
  rssBytes: number
}

/** A server in a process of its own, so that its processor time is its own. */
export interface Child {
  port: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** In the child: says that it listens, and on request how much it uses. */
export function answerOrchestrator() {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const usage: Usage = { cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() }
    process.send!(usage)
  })
  process.on('disconnect', () => process.exit(0))
  process.send!('ready')
}

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
