import { ownName, type Known, type KnownCustomer } from './known.ts'
import type { RowContent } from './read-row.ts'

/**
 * The customer of a row: by its account number if there is one, else by its name. Null: a new one. A sentence: why it
 * cannot be decided.
 */
export function findCustomer(known: Known, content: RowContent): KnownCustomer | null | string {
  const { accountNumber, name: customerName } = content.customer
  const byAccount = accountNumber === undefined ? undefined : known.customerByAccount(accountNumber)
  if (byAccount) return byAccount

  const name = customerName ?? ownName(content)
  if (name === null)
    return accountNumber === undefined
      ? 'The row names neither a customer nor a person. Fill in one of them.'
      : `There is no customer with the account number ${accountNumber}, and the row has no name to add one. Fill it in, or correct the number.`
  if (name.length > 200) return 'The customer’s name is longer than 200 characters. Shorten it.'

  // A customer without a number gets this one; a customer with another number is another customer.
  const namesakes = known
    .customersByName(name)
    .filter((customer) => accountNumber === undefined || customer.accountNumber === null)
  if (namesakes.length === 0) return null
  const person = content.email && known.personByEmail(content.email.identity)
  const theirs = person ? namesakes.filter((customer) => known.contactOf(customer, person)) : []
  if (theirs.length === 1) return theirs[0]!
  // Two people with one name are two customers: their addresses tell them apart.
  if (customerName === undefined && content.email) return null
  const active = namesakes.filter((customer) => customer.active)
  const likely = active.length > 0 ? active : namesakes
  if (likely.length === 1) return likely[0]!
  return `Several customers are called ${name}. Fill in the account number of the one you mean.`
}
