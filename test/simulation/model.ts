import type { Candidate } from '../../server/contacts/recipients.ts'
import { daysAfter } from '../../server/time/day.ts'

/**
 * What should be true, kept beside Portico and never read from it: who the contacts are, what is owed, and which
 * letters must exist. Simple on purpose, so that it is easy to see that it is right.
 */

export interface ModelContact extends Candidate {
  customerId: string
  /** The server refuses it permanently. */
  dead: boolean
}

export interface ModelInvoice {
  id: string
  customerId: string
  dueDate: string
  sentOn: string
  state: 'sent' | 'void'
  totalMinor: number
  paidMinor: number
  version: number
  disputed: boolean
  paused: boolean
  /** By due date, the days of the steps that were taken, sent or skipped. */
  taken: Map<string, Set<number>>
}

/** A letter that must have been posted. */
export interface ModelLetter {
  key: string
  contactId: string
  invoiceId: string
  kind: 'invoice' | 'reminder'
  role: 'to' | 'cc'
  notBefore: Date | null
  /** Why it may not go out any more, once there is a reason. */
  stopped: string | null
}

export class Model {
  readonly contacts: ModelContact[] = []
  readonly invoices: ModelInvoice[] = []
  readonly letters = new Map<string, ModelLetter>()
  readonly paused = new Set<string>()
  /** Customers whose credit covered what they owed when mail went out: what waited for them then is not sent. */
  readonly coveredOnce = new Set<string>()
  readonly payments: { id: string; customerId: string; amountMinor: number; paid: Map<string, number> }[] = []

  candidates(customerId: string): ModelContact[] {
    return this.contacts.filter((contact) => contact.customerId === customerId)
  }

  stop(which: (letter: ModelLetter) => boolean, why: string): void {
    for (const letter of this.letters.values())
      if (letter.stopped === null && which(letter)) letter.stopped = why
  }

  /** Why nobody is to be reminded of an invoice. */
  held(invoice: ModelInvoice): boolean {
    const { state, totalMinor, paidMinor, disputed, paused, customerId } = invoice
    return (
      state !== 'sent' ||
      paidMinor === totalMinor ||
      disputed ||
      paused ||
      this.paused.has(customerId) ||
      this.covered(customerId)
    )
  }

  /** Whether a customer's credit covers what it owes. */
  covered(customerId: string): boolean {
    const credit = this.payments
      .filter((payment) => payment.customerId === customerId)
      .reduce(
        (all, { amountMinor, paid }) =>
          [...paid.values()].reduce((left, one) => left - one, all + amountMinor),
        0,
      )
    const owed = this.invoices
      .filter((invoice) => invoice.customerId === customerId && invoice.state === 'sent')
      .reduce((all, { totalMinor, paidMinor }) => all + totalMinor - paidMinor, 0)
    return credit > 0 && credit >= owed
  }

  /** Which step goes out today: the last one reached, unless it was taken. Earlier ones are taken with it. */
  climb(invoice: ModelInvoice, ladder: readonly number[], today: string, onSince: string): number | null {
    const reached = ladder.filter((days) => {
      const on = daysAfter(invoice.dueDate, days)
      return on <= today && on >= onSince && on > invoice.sentOn
    })
    if (reached.length === 0) return null
    const newest = Math.max(...reached)
    const taken = invoice.taken.get(invoice.dueDate) ?? new Set<number>()
    invoice.taken.set(invoice.dueDate, taken)
    if (taken.has(newest)) return null
    for (const days of reached) taken.add(days)
    return newest
  }
}
