import { createServer, type AddressInfo, type Socket } from 'node:net'

/** Where a fault strikes: `dot` is after the whole message, `content` in the middle of it. */
export type FaultAt = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content' | 'dot'

export interface Fault {
  at: FaultAt
  /** A reply such as `451 Try again later`, or hang up, or never reply. */
  do: 'drop' | 'stall' | `${number} ${string}`
  /** How long a reply takes; by default no time. */
  afterSeconds?: number
  /** How many times; by default forever. */
  times?: number
  /** With `rcpt`: only for these addresses. */
  to?: (address: string) => boolean
  /** With `dot`: whether the server keeps the message although it never says so. */
  keeps?: boolean
}

export interface ReceivedMessage {
  from: string
  to: string[]
  raw: string
  messageId: string
}

export interface FaultySmtp {
  url: string
  port: number
  /** Every message the server received, in order, including those it never acknowledged. */
  messages: ReceivedMessage[]
  connections: number
  commands: string[]
  fail(fault: Fault): void
  work(): void
  /** Hangs up on everybody. */
  hangUp(): void
  close(): Promise<void>
}

/** A mail server on loopback that misbehaves on demand. Written by hand: a library would be too polite. */
export async function openFaultySmtp(extensions: string[] = []): Promise<FaultySmtp> {
  let faults: Fault[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    smtp.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    converse(socket)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo

  const smtp: FaultySmtp = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    messages: [],
    connections: 0,
    commands: [],
    fail: (fault) => void faults.push({ ...fault }),
    work: () => void (faults = []),
    hangUp: () => sockets.forEach((socket) => socket.destroy()),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        smtp.hangUp()
      }),
  }
  return smtp

  function converse(socket: Socket) {
    let from = ''
    let to: string[] = []
    let content: string | null = null
    let buffered = ''

    if (!strikes('greeting')) reply('220 faulty.test ESMTP')
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1')
      if (content !== null) return readContent()
      let end: number
      while (content === null && (end = buffered.indexOf('\r\n')) >= 0) {
        const line = buffered.slice(0, end)
        buffered = buffered.slice(end + 2)
        obey(line)
      }
      if (content !== null) readContent()
    })

    function obey(line: string) {
      smtp.commands.push(line)
      const verb = line.slice(0, 4).toUpperCase()
      const path = /<([^>]*)>/.exec(line)?.[1] ?? ''
      if (verb === 'EHLO') {
        if (!strikes('ehlo'))
          reply(
            ['faulty.test', ...extensions]
              .map((l, i, all) => `250${i < all.length - 1 ? '-' : ' '}${l}`)
              .join('\r\n'),
          )
      } else if (verb === 'AUTH') {
        if (!strikes('auth')) reply('235 Welcome')
      } else if (verb === 'MAIL') {
        if (strikes('mail')) return
        from = path
        to = []
        reply('250 Sender fine')
      } else if (verb === 'RCPT') {
        if (strikes('rcpt', path)) return
        to.push(path)
        reply('250 Recipient fine')
      } else if (verb === 'DATA') {
        if (strikes('data')) return
        content = ''
        reply('354 Go ahead')
      } else if (verb === 'QUIT') {
        reply('221 Bye')
        socket.end()
      } else reply('250 Fine')
    }

    function readContent() {
      if (buffered && strikes('content')) return
      const end = buffered.startsWith('.\r\n') ? 0 : buffered.indexOf('\r\n.\r\n') + 2
      if (end === 1) return
      const raw = buffered.slice(0, end).replace(/^\.\./gm, '.')
      buffered = buffered.slice(end + 3)
      content = null
      const struck = take('dot')
      if (!struck || struck.keeps) {
        const messageId = /^Message-ID: *(\S+)/im.exec(raw)?.[1] ?? ''
        smtp.messages.push({ from, to, raw, messageId })
      }
      if (struck) strike(struck)
      else reply('250 2.0.0 Kept as 12345')
    }

    function strikes(at: FaultAt, address = ''): boolean {
      const fault = take(at, address)
      if (fault) strike(fault)
      return fault !== undefined
    }

    function strike(fault: Fault) {
      if (fault.do === 'drop') socket.destroy()
      else if (fault.do !== 'stall') setTimeout(reply, (fault.afterSeconds ?? 0) * 1000, fault.do)
    }

    function reply(text: string) {
      if (!socket.destroyed) socket.write(`${text}\r\n`)
    }
  }

  function take(at: FaultAt, address = ''): Fault | undefined {
    const fault = faults.find((one) => one.at === at && (one.to?.(address) ?? true))
    if (fault?.times !== undefined && --fault.times <= 0) faults.splice(faults.indexOf(fault), 1)
    return fault
  }
}

/** A port on loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
