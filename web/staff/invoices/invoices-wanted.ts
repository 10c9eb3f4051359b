import type { InvoiceStatus } from '../../../server/invoices/invoices.api.ts'

/** What one asks a list of invoices for, in the order in which an invoice goes through it. Part of every first load. */
const wantedStatuses = [
  'draft',
  'open',
  'overdue',
  'sent',
  'partlyPaid',
  'paid',
  'void',
] as const satisfies readonly (InvoiceStatus | 'open')[]
export type WantedStatus = (typeof wantedStatuses)[number]

/** What is in the address of a list of invoices. */
export interface InvoicesWanted {
  search?: string
  status?: WantedStatus
}

export function invoicesWanted(search: Record<string, unknown>): InvoicesWanted {
  const status = wantedStatuses.find((one) => one === search['status'])
  return {
    ...(typeof search['search'] === 'string' && search['search'] !== '' && { search: search['search'] }),
    ...(status && { status }),
  }
}
