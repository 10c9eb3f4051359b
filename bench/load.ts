import { connect, type Socket } from 'node:net'

/** A request, as it goes over the wire. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  headers?: Record<string, string>
  body?: unknown
}

export interface Reply {
  status: number
  body: string
}

/** One client with one connection that stays open. It costs both sides the same, and as little as a client can. */
export class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (data) => this.#receive(data))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)))
      socket.once('error', reject)
    })
  }

  send({ method, path, headers, body }: Request): Promise<Reply> {
    const payload = body === undefined ? '' : JSON.stringify(body)
    let head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n`
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`
    if (body !== undefined)
      head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(`${head}\r\n${payload}`)
    })
  }

  close() {
    this.#waiting = null
    this.#socket.destroy()
  }

  #receive(data: Buffer) {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    const end = headEnd + 4 + length
    if (this.#received.length < end) return
    const reply = {
      status: Number(head.slice(9, 12)),
      body: this.#received.toString('utf8', headEnd + 4, end),
    }
    this.#received = this.#received.subarray(end)
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(reply)
  }

  #fail(error: Error) {
    this.#waiting?.reject(error)
    this.#waiting = null
  }
}

/** What one client does again and again: its `turn` is counted for both sides alike, so that both do the same. */
export type Step = (client: number, turn: number, send: (request: Request) => Promise<Reply>) => Promise<void>

export interface Slice {
  operations: number
  refused: number
  seconds: number
  latenciesMs: number[]
}

/** Lets this many clients work against a port for a while. */
export async function runSlice(
  port: number,
  clients: number,
  milliseconds: number,
  step: Step,
): Promise<Slice> {
  const slice: Slice = { operations: 0, refused: 0, seconds: 0, latenciesMs: [] }
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(port)))
  const start = performance.now()
  const end = start + milliseconds
  await Promise.all(
    connections.map(async (connection, client) => {
      const send = (request: Request) => connection.send(request)
      for (let turn = 0; performance.now() < end; turn++) {
        const began = performance.now()
        await step(client, turn, send).then(
          () => {
            slice.operations++
            slice.latenciesMs.push(performance.now() - began)
          },
          (error: unknown) => {
            if (!(error instanceof Busy)) throw error
            slice.refused++
          },
        )
      }
    }),
  ).finally(() => connections.forEach((connection) => connection.close()))
  slice.seconds = (performance.now() - start) / 1000
  return slice
}

/** 503 or 429: counted apart where it is the right reply. */
export class Busy extends Error {}

export function expectSuccess({ status, body }: Reply): string {
  if (status === 503 || status === 429) throw new Busy(body)
  if (status < 200 || status > 299) throw new Error(`a request was answered ${status}: ${body.slice(0, 500)}`)
  return body
}
