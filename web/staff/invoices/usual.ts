import type { Customer } from '../../../server/customers/customers.api.ts'
import { daysAfter, daysBetween } from '../../../server/time/day.ts'
import type { HeadValues } from './invoice-head-fields.tsx'

/** The organization's currency and terms, for customers who have none of their own. */
export interface Usual {
  currency: string
  termsDays: number
}

/** The customer's own currency and terms, where nobody has typed others. */
export function withCustomer(now: HeadValues, customer: Customer, before: Usual, usual: Usual): HeadValues {
  const theirs = usualFor(customer, usual)
  const isOwnCurrency = now.currency !== before.currency
  const isOwnTerms = now.dueDate !== '' && daysBetween(now.issueDate, now.dueDate) !== before.termsDays
  return {
    ...now,
    customerId: customer.id,
    customerName: customer.name,
    ...(!isOwnCurrency && { currency: theirs.currency }),
    ...(!isOwnTerms && now.issueDate && { dueDate: daysAfter(now.issueDate, theirs.termsDays) }),
  }
}

export const usualFor = (customer: Customer, usual: Usual): Usual => ({
  currency: customer.currency ?? usual.currency,
  termsDays: customer.paymentTermsDays ?? usual.termsDays,
})
