import { useEffect } from 'react'
import { portalInvoicesApi } from '../../../server/invoices/portal-invoices.api.ts'
import { call } from '../../lib/client.ts'
import { portal } from '../portal.ts'

/** Tells the seller once that the invoice is before somebody's eyes; a page that loads behind others is not. */
export function useSeen(invoiceId: string) {
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', tell)
      // The reader does not have to know that this failed.
      call(portalInvoicesApi.seen, { params: { portal, invoiceId } }).catch(() => {})
    }
    document.addEventListener('visibilitychange', tell)
    tell()
    return () => document.removeEventListener('visibilitychange', tell)
  }, [invoiceId])
}
