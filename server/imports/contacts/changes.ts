import type { Entry } from '../../journal/record.ts'
import type { KnownContact, KnownCustomer, KnownPerson } from './known.ts'

/** What some rows come to, in the order in which it is written. */
export class Changes {
  readonly newCustomers: KnownCustomer[] = []
  readonly newPeople: KnownPerson[] = []
  readonly newContacts: KnownContact[] = []
  readonly customers = new Set<KnownCustomer>()
  readonly people = new Set<KnownPerson>()
  readonly contacts = new Set<KnownContact>()
  /** Customers whose current primary contact steps back. */
  readonly primaryMoves = new Set<string>()
  readonly entries: Entry[] = []

  /** For the rows that come after, it is in the database. */
  areWritten() {
    for (const one of [...this.newCustomers, ...this.newPeople, ...this.newContacts]) one.isNew = false
    for (const one of [...this.customers, ...this.people, ...this.contacts]) one.version++
  }
}
