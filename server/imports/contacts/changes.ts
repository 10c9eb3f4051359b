import type { Entry } from '../../journal/record.ts'
import type { KnownContact, KnownCustomer, KnownPerson } from './known.ts'

/** What a batch of rows comes to, in the order in which it is written. */
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
}
