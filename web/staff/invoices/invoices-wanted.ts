import type { Age, InvoiceStatus } from '../../../server/invoices/invoices.api.ts'

/** What a list of invoices can be asked for, in the order in which an invoice goes through it. Part of every first load. */
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

const agesWanted = [
  'current',
  'days1To30',
  'days31To60',
  'days61To90',
  'over90',
] as const satisfies readonly Age[]

/** What is in the address of a list of invoices. */
export interface InvoicesWanted {
  search?: string
  status?: WantedStatus
  /** Of what is owed, how long ago it was due. */
  age?: Age
}

export function invoicesWanted(search: Record<string, unknown>): InvoicesWanted {
  const status = wantedStatuses.find((one) => one === search['status'])
  const age = agesWanted.find((one) => one === search['age'])
  return {
    ...(typeof search['search'] === 'string' && search['search'] !== '' && { search: search['search'] }),
    ...(status && { status }),
    ...(age && { age }),
  }
}
