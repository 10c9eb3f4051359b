import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A mail server that accepts everything and only counts it. */
export interface Sink {
  url: string
  /** How many messages came, and how many different ones. */
  count(): { messages: number; different: number; bytes: number }
  forget(): void
  close(): Promise<void>
}

const END = Buffer.from('\r\n.\r\n')

export async function openSink(): Promise<Sink> {
  let seen = new Set<string>()
  let messages = 0
  let bytes = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.write('220 sink\r\n')
    let buffered = Buffer.alloc(0)
    let reading = false
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk])
      for (;;) {
        const end = buffered.indexOf(reading ? END : '\r\n')
        if (end < 0) return
        const part = buffered.subarray(0, end)
        buffered = buffered.subarray(end + (reading ? END.length : 2))
        if (reading) {
          keep(part)
          reading = false
          socket.write('250 Kept\r\n')
        } else reading = answer(socket, part.toString('latin1'))
      }
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  function keep(message: Buffer) {
    messages += 1
    bytes += message.length
    seen.add(/^Message-ID:\s*(\S+)/im.exec(message.subarray(0, 4000).toString('latin1'))?.[1] ?? '')
  }

  /** Whether the content follows. */
  function answer(socket: Socket, line: string): boolean {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'DATA') socket.write('354 Go on\r\n')
    else if (verb === 'QUIT') socket.end('221 Bye\r\n')
    else socket.write('250 Fine\r\n')
    return verb === 'DATA'
  }

  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => ({ messages, different: seen.size, bytes }),
    forget() {
      seen = new Set()
      messages = 0
      bytes = 0
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
