import { searchApi } from '../../../server/customers/customers.api.ts'
import { type InvoiceRow, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { receivablesApi } from '../../../server/receivables/home.api.ts'
import { call } from '../../lib/client.ts'
import { readMoney } from '../../lib/typed-numbers.ts'

export type Found = Awaited<ReturnType<typeof search>>

const INVOICES_SHOWN = 5
const INVOICES_LOOKED_AT = 20

/** Everything at once, so that results stay where they first appeared. */
export async function search(query: string, signal: AbortSignal) {
  const amount = amountIn(query)
  const [people, numbered, ofAmount, owing] = await Promise.all([
    call(searchApi.search, { query: { query }, signal }),
    call(invoicesApi.list, { query: { search: query, limit: INVOICES_LOOKED_AT }, signal }),
    amount ? call(invoicesApi.ofAmount, { query: { amount }, signal }) : { data: [] },
    amount ? call(receivablesApi.owing, { query: { amount }, signal }) : { data: [] },
  ])
  return {
    ...people,
    invoices: byTheirNumbers(query, numbered.data),
    ofAmount: ofAmount.data,
    owing: owing.data,
  }
}

/** The list finds invoices by their customers' names, too: a name that is typed here finds the customer instead. */
function byTheirNumbers(query: string, invoices: InvoiceRow[]) {
  const wanted = query.toLowerCase()
  return invoices
    .filter(({ number, purchaseOrder }) =>
      [number, purchaseOrder].some((known) => known?.toLowerCase().startsWith(wanted)),
    )
    .slice(0, INVOICES_SHOWN)
}

/** "1,200.50", "€ 1 200,50" as the API takes it. Read with as many decimals as any currency has. */
function amountIn(query: string): string | null {
  const read = readMoney(query, 'KWD')
  return read.ok && read.value > 0 ? String(read.value / 1000) : null
}
