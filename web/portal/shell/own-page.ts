import { linkOptions } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Where somebody was going when they had to sign in. In the history, so that addresses stay clean. */
    next?: string
  }
}

/** Where somebody was going: only a page of the portal, because nothing else is worth going to. */
export function ownPage(next = '') {
  const [, invoiceId] = /^\/invoices\/([0-9a-f-]{36})$/.exec(next) ?? []
  if (invoiceId) return linkOptions({ to: '/invoices/$invoiceId', params: { invoiceId } })
  return linkOptions({ to: next === '/profile' || next === '/security' ? next : '/' })
}
