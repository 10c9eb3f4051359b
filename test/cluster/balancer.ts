import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const ASK_EVERY_MS = 200

export interface Balancer {
  port: number
  /** Sends requests to a process on this port as well, whenever it is ready. */
  add(port: number): void
  /** The ports that requests go to now. */
  inRotation(): number[]
  close(): Promise<void>
}

/**
 * Sends requests to one process after another, as a load balancer does: it takes out those that say at `/readyz` that they
 * are not ready, and tries nothing twice. Every other request has a connection of its own, the others have one that stays open.
 */
export async function openBalancer(): Promise<Balancer> {
  const keptOpen = new Agent({ keepAlive: true })
  const ready = new Set<number>()
  const closing = new AbortController()
  const asking: Promise<void>[] = []
  let turn = 0

  const server = createServer((incoming, outgoing) => {
    const port = [...ready][turn++ % ready.size]
    if (port === undefined) return outgoing.writeHead(503).end('No process is ready.')
    const { method, url: path } = incoming
    const headers = { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress }
    const agent = turn % 2 ? keptOpen : false
    const forwarded = request({ host: '127.0.0.1', port, agent, method, path, headers }, (reply) => {
      const { connection: _ofThatHop, ...passedOn } = reply.headers
      outgoing.writeHead(reply.statusCode!, passedOn)
      reply.pipe(outgoing)
    })
    forwarded.on('error', ({ message }) => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end(message)
    })
    return incoming.pipe(forwarded)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  async function keepAsking(port: number) {
    while (!closing.signal.aborted) {
      if (await isReady(port)) ready.add(port)
      else ready.delete(port)
      await pause(ASK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  return {
    port: (server.address() as AddressInfo).port,
    add: (port) => void asking.push(keepAsking(port)),
    inRotation: () => [...ready],
    async close() {
      closing.abort()
      await Promise.all(asking)
      keptOpen.destroy()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/readyz`)
    await reply.text()
    return reply.ok
  } catch {
    return false
  }
}
