import { useNavigate, useSearch } from '@tanstack/react-router'

/** Which invoices the list shows: in the address, so that Back from one leads to the same list. */
export interface InvoicesWanted {
  customer?: string
  show?: 'open' | 'paid'
}

export function wantedIn(search: Record<string, unknown>): InvoicesWanted {
  const { customer, show } = search
  return {
    ...(typeof customer === 'string' && /^[0-9a-f-]{36}$/.test(customer) && { customer }),
    ...((show === 'open' || show === 'paid') && { show }),
  }
}

export function useInvoicesWanted(): [InvoicesWanted, (change: Partial<InvoicesWanted>) => void] {
  const navigate = useNavigate()
  const wanted = useSearch({ from: '/shell/' })
  const want = (change: Partial<InvoicesWanted>) =>
    void navigate({
      to: '/',
      search: { ...wanted, ...change },
      replace: true,
      resetScroll: false,
    })
  return [wanted, want]
}
