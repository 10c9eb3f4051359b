import { useEffect, useRef } from 'react'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { queryClient } from '../../lib/query-client.ts'
import { invoiceQuery } from './invoice-queries.ts'

/**
 * The badge above the invoice and the mails in its timeline are read one after the other, while mails go out. Where one
 * has moved the other is read again, so that none says Mailed beside a mail that says Queued.
 */
export function useInStepWith(invoice: Invoice, queued: number, readMails: () => unknown) {
  useOnChange(queued, () => {
    void queryClient.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey, exact: true })
  })
  useOnChange(invoice.delivery, readMails)
}

function useOnChange(value: unknown, act: () => unknown) {
  const before = useRef(value)
  useEffect(() => {
    if (before.current === value) return
    before.current = value
    act()
  })
}
