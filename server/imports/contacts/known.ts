import { sql } from 'kysely'
import { inOrder, type Receives } from '../../contacts/receives.ts'
import { newContactsReceive } from '../../customers/new-contacts-receive.ts'
import type { Row } from '../../fields/field.ts'
import { emailIdentity } from '../../people/email-address.ts'
import type { Reading } from '../../scope/scope.ts'
import { importedColumns, type imported } from './imported.ts'
import type { RowContent } from './read-row.ts'
import { accountKey, nameKey, type ToCome } from './to-come.ts'

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

/** Who has an external ID. */
interface Holder {
  id: string
  called: string
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
  #people = new Map<string, KnownPerson>()
  /** Where each person is a contact: at one customer, nearly always. */
  #places = new Map<string, KnownContact | KnownContact[]>()
  /** Who has which external ID, of those that the rows name. */
  readonly #holders = { customer: new Map<string, Holder>(), contact: new Map<string, Holder>() }
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
    const places = this.#placesOf(person.id).map((contact) => ({
      contact,
      customer: this.#customers.get(contact.customerId)!,
    }))
    const active = places.filter(({ contact, customer }) => contact.active && customer.active)
    return (active.length > 0 ? active : places).map(({ customer }) => customer)
  }
  customersByName = (name: string) => this.#byName.get(this.#lowered(name)) ?? []
  personByEmail = (identity: string) => this.#people.get(identity)
  contactOf = (customer: KnownCustomer, person: KnownPerson) => this.#contactBetween(customer.id, person.id)

  holderOf = (noun: 'customer' | 'contact', externalId: string) => this.#holders[noun].get(externalId)
  hold(noun: 'customer' | 'contact', externalId: string | null, holder: Holder) {
    if (externalId !== null) this.#holders[noun].set(externalId, holder)
  }

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
    if (this.#contactBetween(contact.customerId, contact.personId)) return
    const places = this.#places.get(contact.personId)
    if (Array.isArray(places)) places.push(contact)
    else this.#places.set(contact.personId, places ? [places, contact] : contact)
  }

  /** Reads from the database what the rows name and is not known yet: five statements for any number of rows. */
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
    await this.#loadHolders(scope, rows)
  }

  async #loadHolders({ db, organizationId }: Reading, rows: RowContent[]) {
    const ofCustomers = rows.flatMap(({ customer }) => customer.externalId ?? [])
    const ofContacts = rows.flatMap(({ contact }) => contact.externalId ?? [])
    if (ofCustomers.length + ofContacts.length === 0) return
    const { rows: found } = await sql<
      Holder & { noun: 'customer' | 'contact'; externalId: string }
    >`/* unnamed */
      select 'customer' as noun, u.external_id as "externalId", u.id, u.name as called from customers u
      where u.organization_id = ${organizationId} and u.external_id = any (${ofCustomers}::text[])
      union all
      select 'contact', c.external_id, c.id, person_name(p.first_name, p.last_name, p.email) || ' at ' || u.name
      from contacts c
      join people p on p.organization_id = c.organization_id and p.id = c.person_id
      join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
      where c.organization_id = ${organizationId} and c.external_id = any (${ofContacts}::text[])`.execute(db)
    for (const { noun, externalId, ...holder } of found)
      if (!this.holderOf(noun, externalId)) this.hold(noun, externalId, holder)
  }

  async #loadCustomers({ db, organizationId }: Reading, names: string[], accounts: string[]) {
    if (names.length + accounts.length === 0) return
    type Found = { wanted: string | null; lowered: string | null; customer: Loaded | null }
    const usually = (texts: string[]) => texts.map((text) => text.toLowerCase())
    const { rows } = await sql<Found>`
      with names as materialized (
        select text, lower(text) as lowered, sort_key(text) as key, usually
        from unnest(${names}::text[], ${usually(names)}::text[]) n (text, usually)
      ), accounts as materialized (
        select text, lower(text) as lowered, ltrim(substring(text from '^[0-9]+$'), '0') as key, usually
        from unnest(${accounts}::text[], ${usually(accounts)}::text[]) n (text, usually)
      )
      select null as wanted, null as lowered, to_json(c) as customer from names w
      join lateral (
        select ${CUSTOMER} from customers c
        where c.organization_id = ${organizationId} and c.name_key = w.key and lower(c.name) = w.lowered
        limit ${MOST_NAMESAKES}) c on true
      union all
      select null, null, to_json(c) from accounts w
      join lateral (
        select ${CUSTOMER} from customers c
        where c.organization_id = ${organizationId} and c.account_number_lower in (w.lowered, w.key)
        limit 2) c on true
      union all
      select null, null, to_json(c) from accounts w
      join lateral (
        select ${CUSTOMER} from customers c
        where w.key is not null and c.organization_id = ${organizationId} and c.account_number_lower ^@ '0'
          and ltrim(c.account_number_lower, '0') = w.key
        limit ${MOST_NAMESAKES}) c on true
      union all
      select text, lowered, null from (select * from names union all select * from accounts) w where lowered <> usually`.execute(
      db,
    )
    this.#lower = new Map()
    for (const { wanted, lowered, customer } of rows)
      if (customer) this.#addLoaded(customer)
      else this.#lower.set(wanted!, lowered!)
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
        this.#customers.get(customer.id)!.primary ??= this.#contactBetween(
          contact.customerId,
          contact.personId,
        )!
    }
  }

  /**
   * Forgets whoever no row that is still to come can mean: it names neither them nor somebody who is their contact. Of
   * who is here already, the contacts are looked up, because of these not all were read.
   */
  async forget(scope: Reading, toCome: ToCome): Promise<void> {
    const customers = new Set<KnownCustomer>()
    for (const [name, namesakes] of this.#byName)
      if (toCome.has(nameKey(name))) for (const customer of namesakes) customers.add(customer)
    for (const [account, customer] of this.#byAccount)
      if (toCome.has(accountKey(account))) customers.add(customer)
    const people = new Map([...this.#people].filter(([identity]) => toCome.has(identity)))
    const places = new Map<string, KnownContact[]>()
    for (const { id } of people.values()) {
      const theirs = this.#placesOf(id)
      if (theirs.length > 0) places.set(id, theirs)
      for (const { customerId } of theirs) customers.add(this.#customers.get(customerId)!)
    }
    const others = [...this.#customers.values()].filter((one) => !one.isNew && !customers.has(one))
    for (const { customerId, identity } of await identitiesAt(scope, others))
      if (toCome.has(identity)) customers.add(this.#customers.get(customerId)!)

    const gone = (one: KnownCustomer) => !customers.has(one)
    for (const [name, namesakes] of this.#byName) if (namesakes.every(gone)) this.#byName.delete(name)
    for (const [account, customer] of this.#byAccount) if (gone(customer)) this.#byAccount.delete(account)
    for (const [number, customer] of this.#byBareNumber) if (gone(customer)) this.#byBareNumber.delete(number)
    for (const [id, customer] of this.#customers) if (gone(customer)) this.#customers.delete(id)
    this.#people = people
    this.#places = places
  }

  /** Of how many customers and people. */
  get size(): number {
    return this.#customers.size + this.#people.size
  }

  #addLoaded({ nameLower, accountNumberLower, ...customer }: Loaded) {
    this.#lower.set(customer.name, nameLower)
    if (customer.accountNumber !== null) this.#lower.set(customer.accountNumber, accountNumberLower!)
    this.addCustomer(customer)
  }

  #contactBetween(customerId: string, personId: string): KnownContact | undefined {
    const places = this.#places.get(personId)
    if (Array.isArray(places)) return places.find((contact) => contact.customerId === customerId)
    return places?.customerId === customerId ? places : undefined
  }

  #placesOf = (personId: string): KnownContact[] => [this.#places.get(personId) ?? []].flat()

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
function namesOf(row: RowContent): string[] {
  const name = row.customer.name ?? ownName(row)
  return name === null ? [] : [name]
}

/** The addresses of the contacts of customers that are here. */
async function identitiesAt({ db, organizationId }: Reading, customers: KnownCustomer[]) {
  if (customers.length === 0) return []
  const { rows } = await sql<{ customerId: string; identity: string }>`
    select c.customer_id as "customerId", p.email_identity as identity from contacts c
    join people p on p.organization_id = ${organizationId} and p.id = c.person_id
    where c.organization_id = ${organizationId} and c.customer_id = any(${customers.map(({ id }) => id)}::uuid[])`.execute(
    db,
  )
  return rows
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

/** All by which a row may mean somebody. */
export function keysOf(row: RowContent): string[] {
  const { accountNumber } = row.customer
  const account = accountNumber ? [accountKey(accountNumber)] : []
  return [...identitiesOf(row), ...namesOf(row).map(nameKey), ...account]
}
