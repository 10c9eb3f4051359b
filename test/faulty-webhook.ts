import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a receiver does with a request: answers, or misbehaves. */
export type Answer =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Nothing comes; or only the status, and the rest of the answer never. */
  | 'stall'
  | 'stall-after-status'
  | 'hang-up'
  | 'reset'
  /** A body, or headers, that never end. */
  | 'endless'
  | 'endless-headers'
  /** Promises more than it sends, and hangs up. */
  | 'less-than-promised'
  | 'not-http'
  | 'another-protocol'

export interface ReceivedRequest {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface FaultyWebhook {
  url: string
  port: number
  /** Every request that came whole, in order. */
  requests: ReceivedRequest[]
  connections: number
  /** What it does with the next requests, one after the other; the last of them with all that follow. */
  answer(...answers: Answer[]): void
  /** With each request, by what it says. */
  answerBy(choose: (request: ReceivedRequest) => Answer): void
  close(): Promise<void>
}

const FINE: Answer = { status: 204 }

/** A program that listens to events on loopback, and misbehaves on demand. */
export async function openFaultyWebhook(): Promise<FaultyWebhook> {
  const sockets = new Set<Socket>()
  let choose: (request: ReceivedRequest) => Answer = () => FINE
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body }
      webhook.requests.push(received)
      give(choose(received), response)
    })
  })
  server.on('connection', (socket) => {
    webhook.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const webhook: FaultyWebhook = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests: [],
    connections: 0,
    answer(...answers) {
      let next = 0
      choose = () => answers[Math.min(next++, answers.length - 1)] ?? FINE
    },
    answerBy: (by) => void (choose = by),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        sockets.forEach((socket) => socket.destroy())
      }),
  }
  return webhook
}

function give(answer: Answer, response: ServerResponse) {
  const socket = response.socket!
  switch (answer) {
    case 'stall':
      return
    case 'stall-after-status':
      return void response.writeHead(200).write('{')
    case 'hang-up':
      return void socket.end()
    case 'reset':
      return void socket.resetAndDestroy()
    case 'endless':
      response.writeHead(200)
      return writeForEver(socket, () => response.write('all is well '.repeat(100)))
    case 'endless-headers':
      socket.write('HTTP/1.1 200 OK\r\n')
      return writeForEver(socket, () => socket.write(`x-more: ${'y'.repeat(1000)}\r\n`))
    case 'less-than-promised':
      return void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this')
    case 'not-http':
      return void socket.end('220 this is a mail server\r\n')
    case 'another-protocol':
      return void socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      )
    default:
      response.writeHead(answer.status, answer.headers).end(answer.body)
  }
}

function writeForEver(socket: Socket, write: () => boolean) {
  if (socket.destroyed) return
  write()
  setImmediate(() => writeForEver(socket, write))
}
