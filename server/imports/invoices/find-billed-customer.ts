import { ended } from '../contacts/sentences.ts'
import { areAlike, plain } from '../cells/names-alike.ts'
import type { BilledCustomer, KnownInvoices } from './known-invoices.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/**
 * The customer that an invoice is for: by account number, else e-mail, else name. What else the rows say of it must not name
 * another. A sentence: why it cannot be found.
 */
export function findBilledCustomer(known: KnownInvoices, head: InvoiceCells): BilledCustomer | string {
  const { accountNumber, customerEmail, customerName } = head
  const byEmail = customerEmail === undefined ? [] : known.customersBy('email', customerEmail)
  if (accountNumber !== undefined) {
    const found = onlyOne(
      known.customersBy('account', accountNumber),
      `with the account number ${accountNumber}`,
    )
    if (typeof found === 'string') return found
    const its = `The account number ${accountNumber} is that of ${found.name}`
    if (customerName !== undefined)
      return isMeant(known, found, byEmail, customerName) ? found : contradiction(its, customerName)
    const [other] = byEmail
    return !other || isIn(byEmail, found)
      ? found
      : contradiction(its, `${customerEmail}, a contact of ${other.name}`)
  }
  if (customerEmail !== undefined) {
    const meant = byEmail.filter(
      ({ name }) => customerName !== undefined && plain(name) === plain(customerName),
    )
    const found = onlyOne(
      meant.length > 0 ? meant : byEmail,
      `with a contact whose e-mail is ${customerEmail}`,
    )
    if (typeof found === 'string' || customerName === undefined) return found
    return isMeant(known, found, byEmail, customerName)
      ? found
      : contradiction(`${customerEmail} is a contact of ${found.name}`, customerName)
  }
  if (customerName === undefined)
    return 'The rows do not say who it is for. Fill in the account number of the customer.'
  return onlyOne(
    waysNamed(known, customerName).find((ones) => ones.length > 0) ?? [],
    `called ${customerName}`,
  )
}

/** Programs put names, numbers or addresses into the column of the name. */
const waysNamed = (known: KnownInvoices, name: string) => [
  known.customersBy('name', name),
  known.customersBy('account', name),
  known.customersBy('email', name.toLowerCase()),
]

const isIn = (customers: BilledCustomer[], { id }: BilledCustomer) => customers.some((one) => one.id === id)

/** A customer may have a new name by now, or be named by its contact. But the name of another customer is another's. */
function isMeant(
  known: KnownInvoices,
  found: BilledCustomer,
  byEmail: BilledCustomer[],
  name: string,
): boolean {
  if (plain(found.name) === plain(name)) return true
  const named = waysNamed(known, name).filter((ones) => ones.length > 0)
  if (named.length > 0) return named.some((ones) => isIn(ones, found))
  const isItsContact = byEmail.some(({ id, person }) => id === found.id && person && areAlike(person, name))
  return isItsContact || areAlike(found.name, name)
}

const contradiction = (one: string, other: string) =>
  `${one}, but the file says ${ended(other)} Correct the one that is wrong, or leave its column out at Columns.`

function onlyOne(found: BilledCustomer[], which: string): BilledCustomer | string {
  const active = found.filter((customer) => customer.active)
  const likely = active.length > 0 ? active : found
  const [customer] = likely
  if (!customer)
    return `There is no customer ${ended(which)} Import the customers first, or correct this cell.`
  if (likely.length > 1)
    return `Several customers are ${ended(which)} Fill in the account number of the one you mean.`
  if (!customer.active)
    return `${customer.name} is inactive. Make it active again, and import this invoice again.`
  return customer
}
