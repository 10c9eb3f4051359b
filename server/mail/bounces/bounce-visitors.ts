import type { Socket } from 'node:net'
import type { SMTPServer, SMTPServerSession } from 'smtp-server'

/** Some mail servers are slow, but none needs this long to say who its report is for. */
const STRANGER_MILLISECONDS = 30_000
/** No matter what is said in the meantime. A report of thirty megabytes is through by then. */
const VISIT_MILLISECONDS = 5 * 60_000

/**
 * Keeps a listener that anybody may connect to open to those who have a report: a visitor who does not name an
 * address of ours in time is sent away, and when all places are taken, the one who has been there longest without.
 */
export function limitVisitors(server: SMTPServer, most: number) {
  /** In order of arrival. */
  const visitors = new Map<string, Visitor>()
  server.server.on('connection', (socket: Socket) => {
    const name = nameOf(socket.remoteAddress, socket.remotePort)
    const visitor: Visitor = { socket, expected: false }
    visitors.set(name, visitor)
    const asked = setTimeout(() => !visitor.expected && socket.destroy(), STRANGER_MILLISECONDS)
    const over = setTimeout(() => socket.destroy(), VISIT_MILLISECONDS)
    socket.on('close', () => {
      clearTimeout(asked)
      clearTimeout(over)
      if (visitors.get(name) === visitor) visitors.delete(name)
    })
    if (visitors.size > most) sendAway([...visitors.values()])
  })
  return {
    /** They named an address that we made. */
    expect({ remoteAddress, remotePort }: SMTPServerSession) {
      const visitor = visitors.get(nameOf(remoteAddress, remotePort))
      if (visitor) visitor.expected = true
    },
  }
}

interface Visitor {
  socket: Socket
  expected: boolean
}

function sendAway(visitors: Visitor[]) {
  const present = visitors.filter(({ socket }) => !socket.destroyed)
  ;(present.find(({ expected }) => !expected) ?? present[0])?.socket.destroy()
}

/** An IPv4 address has two spellings. */
function nameOf(address = '', port = 0) {
  return `${address.replace(/^::ffff:/i, '')} ${port}`
}
