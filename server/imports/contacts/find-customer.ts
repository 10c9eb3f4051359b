import { ownName, type Known, type KnownCustomer } from './known.ts'
import { personName } from '../../people/person.ts'
import type { RowContent } from './read-row.ts'

/**
 * The customer of a row: by its account number if there is one, else by its name. Null: a new one. A sentence: why it
 * cannot be decided.
 */
export function findCustomer(known: Known, content: RowContent): KnownCustomer | null | string {
  const { accountNumber, name: customerName } = content.customer
  const byAccount = accountNumber === undefined ? undefined : known.customerByAccount(accountNumber)
  if (byAccount) return byAccount

  const person = content.email && known.personByEmail(content.email.identity)
  const name = customerName ?? ownName(content)
  if (name === null)
    return accountNumber === undefined
      ? 'The row names neither a customer nor a person. Fill in one of them.'
      : `There is no customer with the account number ${accountNumber}, and the row has no name to add one. Fill it in, or correct the number.`
  if (name.length > 200) return 'The customer’s name is longer than 200 characters. Shorten it.'

  // Whoever is here already is meant, and no second customer of their own name.
  if (namesNoCustomer(content) && person) {
    const places = known.customersOf(person)
    const own = places.filter((customer) => isCalled(known, customer, name))
    const [place, ...more] = own.length > 0 ? own : places
    if (place && more.length === 0) return place
    if (place)
      return `${personName(person)} is a contact of several customers, such as ${place.name} and ${more[0]!.name}, and the row names none of them. Fill in the customer’s name or account number.`
  }

  // A customer without a number gets this one; a customer with another number is another customer.
  const namesakes = known
    .customersByName(name)
    .filter((customer) => accountNumber === undefined || customer.accountNumber === null)
  if (namesakes.length === 0) return null
  const theirs = person ? namesakes.filter((customer) => known.contactOf(customer, person)) : []
  if (theirs.length === 1) return theirs[0]!
  // Two people with one name are two customers: their addresses tell them apart.
  if (customerName === undefined && content.email) return null
  const active = namesakes.filter((customer) => customer.active)
  const likely = active.length > 0 ? active : namesakes
  if (likely.length === 1) return likely[0]!
  return `Several customers are called ${name}. Fill in the account number of the one you mean.`
}

/** Only a person, who may be a contact already. */
export const namesNoCustomer = ({ customer: { name, accountNumber } }: RowContent) =>
  name === undefined && accountNumber === undefined

export const isCalled = (known: Known, customer: KnownCustomer, name: string) =>
  known.customersByName(name).includes(customer)
