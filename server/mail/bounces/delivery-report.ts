/** What a mail server reports about one recipient (RFC 3464): the actions that matter to us, and its words. */
export interface DeliveryReport {
  action: 'failed' | 'delayed' | 'delivered'
  /** The enhanced status code and the diagnostic. */
  reason: string
}

/** Anybody can send a report: reading takes no longer than its length, and what is not a report is null. */
export function readDeliveryReport(message: Buffer): DeliveryReport | null {
  const text = message.toString('latin1').replace(/\r\n/g, '\n')
  const headers = headersOf(text)
  const type = headers.get('content-type') ?? ''
  if (!/^multipart\/report\b/i.test(type)) return null
  const boundary = /;\s*boundary="?([^";\n]{1,200})"?/i.exec(type)?.[1]?.trim()
  if (!boundary) return null
  for (const part of text.split(`\n--${boundary}`).slice(1, PARTS_MOST)) {
    const start = part.indexOf('\n') + 1
    const entity = part.slice(start)
    const partHeaders = headersOf(entity)
    if (!/^message\/(global-)?delivery-status\b/i.test(partHeaders.get('content-type') ?? '')) continue
    const body = entity.slice(entity.indexOf('\n\n') + 2)
    return worst(decoded(body, partHeaders.get('content-transfer-encoding') ?? ''))
  }
  return null
}

const PARTS_MOST = 20
const HEADERS_CHARACTERS_MOST = 65_536

const ACTIONS: Record<string, DeliveryReport['action']> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
}
const WORST_FIRST: DeliveryReport['action'][] = ['failed', 'delayed', 'delivered']

/** Each group after the first is one recipient. Ours had one, which a server may have forwarded to several. */
function worst(status: string): DeliveryReport | null {
  const reports = status.split(/\n[ \t]*\n/).flatMap((group): DeliveryReport[] => {
    const fields = headersOf(`${group.trimStart()}\n\n`)
    const action = ACTIONS[fields.get('action')?.trim().toLowerCase() ?? '']
    if (!action) return []
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? ''
    const words = (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;\s*/, '')
    return [{ action, reason: [status, words].filter(Boolean).join(' ') }]
  })
  return WORST_FIRST.map((action) => reports.find((report) => report.action === action)).find(Boolean) ?? null
}

/** By name in lower case; the first counts. Folded lines are joined. */
function headersOf(text: string): Map<string, string> {
  const end = text.indexOf('\n\n')
  const head = text.slice(0, Math.min(end < 0 ? text.length : end, HEADERS_CHARACTERS_MOST))
  const headers = new Map<string, string>()
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return headers
}

function decoded(body: string, encoding: string): string {
  if (/^base64$/i.test(encoding)) return Buffer.from(body, 'base64').toString('latin1').replace(/\r\n/g, '\n')
  if (!/^quoted-printable$/i.test(encoding)) return body
  return body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
