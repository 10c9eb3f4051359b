import type { BilledCustomer, KnownInvoices } from './known-invoices.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/**
 * The customer that an invoice is for: by account number, else e-mail, else name. A sentence: why it cannot be found.
 */
export function findBilledCustomer(known: KnownInvoices, head: InvoiceCells): BilledCustomer | string {
  const { accountNumber, customerEmail, customerName } = head
  if (accountNumber !== undefined)
    return onlyOne(known.customersBy('account', accountNumber), `with the account number ${accountNumber}`)
  if (customerEmail !== undefined)
    return onlyOne(
      known.customersBy('email', customerEmail),
      `with a contact whose e-mail is ${customerEmail}`,
    )
  if (customerName === undefined)
    return 'The rows do not say who it is for. Fill in the account number of the customer.'
  // Programs put names, numbers or addresses into this column.
  const ways = [
    known.customersBy('name', customerName),
    known.customersBy('account', customerName),
    known.customersBy('email', customerName.toLowerCase()),
  ]
  return onlyOne(ways.find((found) => found.length > 0) ?? [], `called ${customerName}`)
}

function onlyOne(found: BilledCustomer[], which: string): BilledCustomer | string {
  const active = found.filter((customer) => customer.active)
  const likely = active.length > 0 ? active : found
  const [customer] = likely
  if (!customer) return `There is no customer ${which}. Import the customers first, or correct this cell.`
  if (likely.length > 1)
    return `Several customers are ${which}. Fill in the account number of the one you mean.`
  if (!customer.active)
    return `${customer.name} is inactive. Make it active again, and import this invoice again.`
  return customer
}
