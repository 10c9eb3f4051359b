import { sql } from 'kysely'
import { inOrder, type Receives } from '../../contacts/receives.ts'
import { newContactsReceive } from '../../customers/new-contacts-receive.ts'
import type { Row } from '../../fields/field.ts'
import { emailIdentity } from '../../people/email-address.ts'
import type { Reading } from '../../scope/scope.ts'
import { importedColumns, type imported } from './imported.ts'
import type { RowContent } from './read-row.ts'

/** Customers, people and contacts as they are, or will be once the rows before are imported. */
export interface KnownCustomer extends Row<typeof imported.customer> {
  id: string
  active: boolean
  version: number
  hasContacts: boolean
  newContactsReceive: Receives
  isNew?: boolean
  /** The line of this file that decides about it; later lines change nothing about it. */
  line?: number
  /** The line of this file that says who the primary contact is, and that contact. */
  primaryLine?: number
  primary?: KnownContact
}

export interface KnownPerson extends Row<typeof imported.person> {
  id: string
  email: string
  emailIdentity: string
  version: number
  isNew?: boolean
  line?: number
}

export interface KnownContact extends Row<typeof imported.contact> {
  id: string
  customerId: string
  personId: string
  active: boolean
  version: number
  isNew?: boolean
  line?: number
}

/** No more customers of one name are read than this: more are too many to tell apart anyway. */
const MOST_NAMESAKES = 5

/**
 * What is known about the customers and people that some rows name. A dry run keeps one for the whole file, so that a
 * row sees what the rows before it will have done; an import reads a new one for every batch from the database.
 */
export class Known {
  readonly #customers = new Map<string, KnownCustomer>()
  readonly #byAccount = new Map<string, KnownCustomer>()
  /** Those whose account numbers are digits alone, by these without the zeros at their front. */
  readonly #byBareNumber = new Map<string, KnownCustomer>()
  readonly #byName = new Map<string, KnownCustomer[]>()
  readonly #people = new Map<string, KnownPerson>()
  readonly #contacts = new Map<string, KnownContact>()
  /** Where each person is a contact: at one customer, nearly always. */
  readonly #places = new Map<string, KnownContact | KnownContact[]>()
  /** What contacts of new customers receive if their row does not say. */
  newContactsReceive: Receives = {}
  /** Lower case as PostgreSQL defines it: its rules and JavaScript's differ for some letters. */
  #lower = new Map<string, string>()

  customerByAccount = (accountNumber: string) => this.#byAccount.get(this.#lowered(accountNumber))
  /** The customer whose account number differs from this one by zeros at the front alone. */
  customerByAccountWithoutZeros = (accountNumber: string | undefined) =>
    isDigits(accountNumber) ? this.#byBareNumber.get(withoutZeros(accountNumber)) : undefined
  /** Where a person is a contact: where they and the customer are active, or else anywhere. */
  customersOf(person: KnownPerson): KnownCustomer[] {
    const places = [this.#places.get(person.id) ?? []].flat().map((contact) => ({
      contact,
      customer: this.#customers.get(contact.customerId)!,
    }))
    const active = places.filter(({ contact, customer }) => contact.active && customer.active)
    return (active.length > 0 ? active : places).map(({ customer }) => customer)
  }
  customersByName = (name: string) => this.#byName.get(this.#lowered(name)) ?? []
  personByEmail = (identity: string) => this.#people.get(identity)
  contactOf = (customer: KnownCustomer, person: KnownPerson) =>
    this.#contacts.get(`${customer.id} ${person.id}`)

  addCustomer(customer: KnownCustomer) {
    if (this.#customers.has(customer.id)) return
    this.#customers.set(customer.id, customer)
    this.listByName(customer)
    if (customer.accountNumber !== null) this.listByAccount(customer)
  }

  listByName(customer: KnownCustomer) {
    const name = this.#lowered(customer.name)
    const namesakes = this.#byName.get(name)
    if (!namesakes) this.#byName.set(name, [customer])
    else if (!namesakes.includes(customer)) namesakes.push(customer)
  }

  listByAccount(customer: KnownCustomer) {
    this.#byAccount.set(this.#lowered(customer.accountNumber!), customer)
    if (isDigits(customer.accountNumber))
      this.#byBareNumber.set(withoutZeros(customer.accountNumber), customer)
  }

  addPerson(person: KnownPerson) {
    if (!this.#people.has(person.emailIdentity)) this.#people.set(person.emailIdentity, person)
  }

  addContact(contact: KnownContact) {
    const key = `${contact.customerId} ${contact.personId}`
    if (this.#contacts.has(key)) return
    this.#contacts.set(key, contact)
    const places = this.#places.get(contact.personId)
    if (Array.isArray(places)) places.push(contact)
    else this.#places.set(contact.personId, places ? [places, contact] : contact)
  }

  /** Reads from the database what the rows name and is not known yet: four statements for any number of rows. */
  async load(scope: Reading, rows: RowContent[]): Promise<void> {
    const names = new Set<string>()
    const accounts = new Set<string>()
    const identities = new Set<string>()
    for (const row of rows) {
      for (const name of namesOf(row)) names.add(name)
      if (row.customer.accountNumber) accounts.add(row.customer.accountNumber)
      for (const identity of identitiesOf(row)) if (!this.#people.has(identity)) identities.add(identity)
    }
    this.newContactsReceive = await readNewContactsReceive(scope)
    await this.#loadCustomers(scope, [...names], [...accounts])
    await this.#loadPeople(scope, [...identities])
  }

  async #loadCustomers({ db, organizationId }: Reading, names: string[], accounts: string[]) {
    type Found = { wanted: string; lowered: string } & { [K in keyof Loaded]: Loaded[K] | null }
    const { rows } = await sql<Found>`/* unnamed */
      with wanted as materialized (
        select text as wanted, lower(text) as lowered, sort_key(text) as key, true as by_name from unnest(${names}::text[]) text
        union all
        select text, lower(text), ltrim(substring(text from '^[0-9]+$'), '0'), false from unnest(${accounts}::text[]) text
      )
      select w.wanted, w.lowered, c.* from wanted w
      left join lateral (
        (select ${CUSTOMER} from customers c
         where w.by_name and c.organization_id = ${organizationId} and c.name_key = w.key and lower(c.name) = w.lowered
         limit ${MOST_NAMESAKES})
        union all
        (select ${CUSTOMER} from customers c
         where not w.by_name and c.organization_id = ${organizationId} and c.account_number_lower in (w.lowered, w.key))
        union all
        (select ${CUSTOMER} from customers c
         where not w.by_name and c.organization_id = ${organizationId} and c.account_number_lower ^@ '0'
           and ltrim(c.account_number_lower, '0') = w.key
         limit ${MOST_NAMESAKES})
      ) c on true`.execute(db)
    this.#lower = new Map(rows.map((row) => [row.wanted, row.lowered]))
    for (const { wanted: _wanted, lowered: _lowered, ...customer } of rows)
      if (customer.id !== null) this.#addLoaded(customer as Loaded)
  }

  async #loadPeople({ db, organizationId }: Reading, identities: string[]) {
    if (identities.length === 0) return
    const people = await sql<KnownPerson>`/* unnamed */
      select id, email, email_identity as "emailIdentity", ${importedColumns.person.of('p')}, version
      from people p where organization_id = ${organizationId} and email_identity = any(${identities}::text[])`.execute(
      db,
    )
    for (const person of people.rows) this.addPerson(person)
    if (people.rows.length === 0) return
    const places = await sql<{ contact: KnownContact; customer: Loaded }>`/* unnamed */
      select json_build_object('id', p.id, 'customerId', p.customer_id, 'personId', p.person_id,
          ${importedColumns.contact.inJson('p')}, 'active', p.active, 'version', p.version) as contact,
        row_to_json(c) as customer
      from contacts p
      join lateral (select ${CUSTOMER} from customers c
                    where c.organization_id = ${organizationId} and c.id = p.customer_id) c on true
      where p.organization_id = ${organizationId} and p.person_id = any(${people.rows.map((person) => person.id)}::uuid[])`.execute(
      db,
    )
    for (const { contact, customer } of places.rows) {
      // As a row says it: told from each other as JSON.
      this.addContact({ ...contact, receives: inOrder(contact.receives) })
      this.#addLoaded(customer)
      if (contact.primary && contact.active)
        this.#customers.get(customer.id)!.primary ??= this.#contactBetween(contact)
    }
  }

  #addLoaded({ nameLower, accountNumberLower, ...customer }: Loaded) {
    this.#lower.set(customer.name, nameLower)
    if (customer.accountNumber !== null) this.#lower.set(customer.accountNumber, accountNumberLower!)
    this.addCustomer(customer)
  }

  #contactBetween = (contact: KnownContact) =>
    this.#contacts.get(`${contact.customerId} ${contact.personId}`)!

  #lowered(text: string): string {
    return this.#lower.get(text) ?? text.toLowerCase()
  }
}

const isDigits = (accountNumber: string | null | undefined): accountNumber is string =>
  typeof accountNumber === 'string' && /^\d+$/.test(accountNumber)
const withoutZeros = (digits: string) => digits.replace(/^0+/, '')

type Loaded = KnownCustomer & { nameLower: string; accountNumberLower: string | null }

const CUSTOMER = sql`c.id, ${importedColumns.customer.of('c')}, c.active, c.version, lower(c.name) as "nameLower",
  c.account_number_lower as "accountNumberLower",
  exists (select from contacts p where p.organization_id = c.organization_id and p.customer_id = c.id) as "hasContacts",
  ${newContactsReceive(sql`c.organization_id`, sql`c.default_receives`)} as "newContactsReceive"`

async function readNewContactsReceive({ db, organizationId }: Reading): Promise<Receives> {
  const { rows } = await sql<{ receives: Receives }>`
    select ${newContactsReceive(organizationId, sql`null::jsonb`)} as receives`.execute(db)
  return inOrder(rows[0]!.receives)
}

/** The names by which a row's customer may be found. */
export function namesOf(row: RowContent): string[] {
  const name = row.customer.name ?? ownName(row)
  return name === null ? [] : [name]
}

/** A person without a company is their own customer, under their own name. */
export function ownName({ person, email }: RowContent): string | null {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || email?.address || null
}

function identitiesOf(row: RowContent): string[] {
  const own = row.customer.email && emailIdentity(row.customer.email)
  return [row.email?.identity, own, ...row.others.map(({ email }) => email?.identity)].filter(
    (identity) => identity !== undefined,
  )
}
