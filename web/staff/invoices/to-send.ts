const KEY = 'portico:invoices-to-send'

/** What was chosen in a list, for the page that sends it: too much for an address, and still there after a reload. */
export function keepToSend(invoiceIds: string[]) {
  sessionStorage.setItem(KEY, JSON.stringify(invoiceIds))
}

export function readToSend(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
