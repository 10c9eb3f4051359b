import { noAddress } from '../../customers/address.api.ts'
import { newId } from '../../database/id.ts'
import { emailIdentity } from '../../people/email-address.ts'
import type { Changes } from './changes.ts'
import { findCustomer, isCalled, namesNoCustomer } from './find-customer.ts'
import type { Outcome } from '../imports.api.ts'
import { areAlike, plain } from '../cells/names-alike.ts'
import { nothingKnown } from './imported.ts'
import { ownName, type Known, type KnownContact, type KnownCustomer, type KnownPerson } from './known.ts'
import type { Named, ReadRow, RowContent } from './read-row.ts'
import { personName } from '../../people/person.ts'
import { changed, differing, ended, stays, type Difference } from './sentences.ts'

/**
 * The earlier lines that decide about the same customer, person, contact and primary contact: of each contact that the row
 * names, in their order. Null: this row does.
 */
export interface Follows {
  customerLine: number | null
  personLine: number | null
  contactLine: number | null
  primaryLine: number | null
}

export interface Row extends ReadRow {
  line: number
}

/** How an import is to go about what is here, or is no longer. */
export interface Choices {
  updatePeople: boolean
  /** What happens with customers that the file says are inactive. */
  inactive: 'import' | 'leaveOut'
}

export interface Decision {
  outcome: Outcome
  /** What will be done and why, for people. */
  says: string[]
  follows: Follows[]
  /** Contacts of an inactive customer are mailed nothing. */
  ofInactive?: boolean
}

/**
 * The rules of the import, one row at a time: what is made, linked, changed, left as it is or refused, and the
 * sentences that say so. The dry run and the import both ask here, so that what was said is what is done. `planned`: what
 * the row follows, as the dry run found it; null in the dry run.
 */
export function decide(
  known: Known,
  row: Row,
  planned: Follows[] | null,
  { updatePeople, inactive }: Choices,
  changes: Changes,
): Decision {
  const refused = (...says: string[]): Decision => ({ outcome: 'refuse', says, follows: [] })
  if (row.faults.length > 0) return refused(...row.faults, ...row.notes)

  let content = settled(row.content)
  const followsOf = (at: number) => planned?.[at] ?? { ...FOLLOWS_NOTHING }
  const follows = followsOf(0)
  const found = findCustomer(known, content)
  const isOver = content.active === false
  if (isOver && inactive === 'leaveOut')
    return { outcome: 'unchanged', says: [leftOut(content, found)], follows: [] }
  const isHere = found !== null && typeof found !== 'string'
  const twin = isHere ? undefined : known.customerByAccountWithoutZeros(content.customer.accountNumber)
  if (twin && !isUnlike(twin, content)) {
    const line = planned ? follows.customerLine : (twin.line ?? null)
    return {
      outcome: 'ask',
      says: [anotherNumber(content, twin, line)],
      follows: [{ ...follows, customerLine: line }],
    }
  }
  if (typeof found === 'string') return refused(found)
  if (found && !found.active && !isOver)
    return refused(`${found.name} is inactive. Make it active again, and import this row again.`)
  const earlier = planned ? follows.customerLine : (found?.line ?? null)
  if (found && earlier !== null && isAnotherCompany(found, content))
    return {
      outcome: 'ask',
      says: [anotherCompany(content, found.name, earlier)],
      follows: [{ ...follows, customerLine: earlier }],
    }
  const email = content.email ?? (found ? undefined : emailOfItsOwn(content))
  const person = email && known.personByEmail(email.identity)
  const contact = found && person && known.contactOf(found, person)
  if (contact && !contact.active)
    return refused(
      `${personName(person!)} is an inactive contact of ${found.name}. Undelete the contact, and import this row again.`,
    )

  if (found && earlier === null && !found.isNew && email && !contact && isUnlike(found, content))
    return { outcome: 'ask', says: [anotherCompany(content, found.name)], follows: [follows] }

  const isOfSomebodyElse = found && namesNoCustomer(content) && !isCalled(known, found, ownName(content)!)
  if (isOfSomebodyElse) content = { ...content, customer: {} }
  const step: Step = {
    known,
    content,
    named: content,
    line: row.line,
    changes,
    says: [],
    made: false,
    linked: false,
    changed: false,
    follows,
    isPlan: planned === null,
  }
  const customer = found ?? makeCustomer(step)
  if (twin)
    step.says.push(`${twin.name} has the account number ${twin.accountNumber}, and is another customer.`)
  if (isOfSomebodyElse && Object.keys(row.content.customer).length > 0)
    step.says.push(`The row names no customer: the details of ${found.name} stay as they are.`)
  if (found?.active && isOver)
    step.says.push(`The file says that ${found.name} is inactive. Here it is active, and stays so.`)
  if (found) changeCustomer(step, found)
  customer.line ??= row.line
  if (email)
    placeContact(step, customer, person ?? makePerson(step, email), person !== undefined, updatePeople)
  else if (saysWho(content)) step.says.push(noContact(content))
  const ofOthers = content.others.map((other, at) => {
    Object.assign(step, { named: other, follows: followsOf(at + 1) } satisfies Partial<Step>)
    if (other.email?.identity !== email?.identity) placeOther(step, customer, updatePeople)
    return step.follows
  })
  return {
    outcome: outcomeOf(step),
    says: [...(step.says.length > 0 ? step.says : ['Nothing new.']), ...row.notes],
    follows: [follows, ...ofOthers],
    ofInactive: !customer.active,
  }
}

const FOLLOWS_NOTHING = { customerLine: null, personLine: null, contactLine: null, primaryLine: null }

/** A further contact of the row. What is wrong with it keeps nobody else out. */
function placeOther(step: Step, customer: KnownCustomer, updatePeople: boolean) {
  const { known, says } = step
  const { email } = step.named
  if (!email) return void says.push(noContact(step.named))
  const person = known.personByEmail(email.identity)
  if (person && known.contactOf(customer, person)?.active === false)
    return void says.push(
      `${personName(person)} is an inactive contact of ${customer.name}, and stays so. Undelete the contact to change that.`,
    )
  placeContact(step, customer, person ?? makePerson(step, email), person !== undefined, updatePeople)
}

/**
 * A file whose companies share an account number, such as a parent company's, or by a mistake in the export: made one
 * customer, the contacts of each would receive what is meant for another.
 */
const isAnotherCompany = ({ name, accountNumber }: KnownCustomer, { customer: said }: RowContent) =>
  said.accountNumber !== undefined &&
  accountNumber !== null &&
  said.name !== undefined &&
  plain(said.name) !== plain(name)

/**
 * A customer may have a new name by now. But a name without a word in common, together with a contact that the
 * customer does not have, is more likely another company that was given the number by mistake.
 */
function isUnlike(customer: KnownCustomer, content: RowContent): boolean {
  return isAnotherCompany(customer, content) && !areAlike(customer.name, content.customer.name!)
}

const anotherCompany = ({ customer }: RowContent, name: string, line?: number) =>
  `Not imported: ${customer.name} has the account number ${customer.accountNumber}, which is ${name}${line === undefined ? '' : ` in line ${line}`}. As one customer, the contacts of each would receive the other’s invoices. Give each company its own number, or the same name if they are one.`

/** A spreadsheet takes the zeros off the front of a number: `00123` and `123` may be one customer. */
const anotherNumber = ({ customer }: RowContent, twin: KnownCustomer, line: number | null) =>
  `Not imported: ${customer.name ?? 'this row'} has the account number ${customer.accountNumber}, and ${twin.name}${line === null ? '' : ` in line ${line}`} has ${twin.accountNumber}. A spreadsheet may have dropped the zeros. Give both the same number if they are one customer, or another name if they are two.`

const leftOut = ({ customer, ...one }: RowContent, found: KnownCustomer | string | null) =>
  found !== null && typeof found !== 'string' && found.active
    ? `The file says that ${found.name} is inactive, and this row is left out. Here it is active, and stays so.`
    : `Left out: the file says that ${customer.name ?? ownName({ customer, ...one }) ?? 'this customer'} is inactive.`

interface Step {
  known: Known
  content: RowContent
  /** Whom of it the step is at. */
  named: Named
  line: number
  changes: Changes
  says: string[]
  made: boolean
  linked: boolean
  changed: boolean
  follows: Follows
  isPlan: boolean
}

const outcomeOf = ({ linked, made, changed }: Step): Outcome =>
  linked ? 'link' : made ? 'create' : changed ? 'change' : 'unchanged'

/** In a dry run, records which earlier line decides about something; the import follows the dry run's notes. */
function lineBefore(
  { follows, isPlan }: Step,
  which: keyof Follows,
  line: number | undefined,
): number | null {
  if (isPlan) follows[which] = line ?? null
  return follows[which]
}

/** A phone number without a contact to call is the customer's. */
function settled(content: RowContent): RowContent {
  const { email, person, customer } = content
  if (email || customer.email || !person.phone) return content
  return { ...content, customer: { phone: person.phone, ...customer } }
}

function noContact({ person: { firstName, lastName } }: Named) {
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return `${name === '' ? 'No contact' : `${name} is not made a contact`}: there is no e-mail address.`
}

const saysWho = ({ person, contact }: Named) =>
  Boolean(person.firstName || person.lastName) ||
  Object.values(contact).some((said) => typeof said === 'string')

/** A new customer's own address becomes its contact (R7). */
function emailOfItsOwn({ customer }: RowContent): RowContent['email'] {
  return customer.email ? { address: customer.email, identity: emailIdentity(customer.email) } : undefined
}

function makeCustomer(step: Step): KnownCustomer {
  const { content, known, changes } = step
  const { billingAddress, shippingAddress, ...fields } = withFreeExternalId(
    step,
    'customer',
    content.customer,
  )
  const customer: KnownCustomer = {
    id: newId(),
    ...nothingKnown.customer,
    ...fields,
    name: (fields.name ?? ownName(content))!,
    billingAddress: billingAddress ? { ...noAddress, ...billingAddress } : null,
    shippingAddress: shippingAddress ? { ...noAddress, ...shippingAddress } : null,
    active: content.active !== false,
    version: 1,
    hasContacts: false,
    newContactsReceive: known.newContactsReceive,
    isNew: true,
  }
  known.addCustomer(customer)
  known.hold('customer', customer.externalId, { id: customer.id, called: customer.name })
  changes.newCustomers.push(customer)
  changes.entries.push({ action: 'customer.added', customerId: customer.id })
  step.made = true
  step.says.push(
    customer.active ? `New customer ${ended(customer.name)}` : `New customer ${customer.name}, inactive.`,
  )
  return customer
}

function changeCustomer(step: Step, customer: KnownCustomer) {
  const { content, known, changes, says } = step
  const { name, accountNumber, billingAddress, shippingAddress, ...fields } = withFreeExternalId(
    step,
    'customer',
    content.customer,
    customer,
  )
  const wanted: Partial<KnownCustomer> = { ...fields }
  if (accountNumber !== undefined) {
    // A customer found by number may have a new name now; one found by name may have got a number.
    if (customer.accountNumber === null) wanted.accountNumber = accountNumber
    else if (name !== undefined) wanted.name = name
  }
  if (billingAddress) wanted.billingAddress = { ...(customer.billingAddress ?? noAddress), ...billingAddress }
  if (shippingAddress)
    wanted.shippingAddress = { ...(customer.shippingAddress ?? noAddress), ...shippingAddress }

  const differences = differing(customer, wanted)
  const before = lineBefore(step, 'customerLine', customer.line)
  if (differences.length === 0) return
  if (before !== null) return void says.push(stays(differences, customer.name, `line ${before} comes first`))
  says.push(changed(differences, customer.name))
  step.changed = true
  Object.assign(customer, wanted)
  if (wanted.name !== undefined) known.listByName(customer)
  if (wanted.accountNumber) known.listByAccount(customer)
  known.hold('customer', customer.externalId, { id: customer.id, called: customer.name })
  if (!customer.isNew) changes.customers.add(customer)
  changes.entries.push({
    action: 'customer.changed',
    customerId: customer.id,
    changes: asJournal(differences),
  })
}

function makePerson({ known, named, changes }: Step, email: NonNullable<Named['email']>): KnownPerson {
  const person: KnownPerson = {
    id: newId(),
    ...nothingKnown.person,
    email: email.address,
    emailIdentity: email.identity,
    ...named.person,
    version: 1,
    isNew: true,
  }
  known.addPerson(person)
  changes.newPeople.push(person)
  return person
}

function placeContact(
  step: Step,
  customer: KnownCustomer,
  person: KnownPerson,
  wasKnown: boolean,
  updatePeople: boolean,
) {
  const contact = known(step, customer, person)
  const personLine = lineBefore(step, 'personLine', person.line)
  if (contact) changeContact(step, customer, contact, person)
  else addContact(step, customer, person, wasKnown)
  if (wasKnown) changePerson(step, person, personLine, updatePeople)
  person.line ??= step.line
}

const known = (step: Step, customer: KnownCustomer, person: KnownPerson) =>
  step.known.contactOf(customer, person)

function addContact(step: Step, customer: KnownCustomer, person: KnownPerson, wasKnown: boolean) {
  const { named, changes, says, follows } = step
  const primaryLine = lineBefore(step, 'primaryLine', customer.primaryLine)
  const takesOver = named.contact.primary === true && primaryLine === null
  const contact: KnownContact = {
    id: newId(),
    customerId: customer.id,
    personId: person.id,
    ...nothingKnown.contact,
    receives: customer.newContactsReceive,
    ...withFreeExternalId(step, 'contact', named.contact),
    primary: false,
    active: true,
    version: 1,
    isNew: true,
    line: step.line,
  }
  // The first contact is the primary one, unless its row says otherwise.
  if (takesOver || (!customer.hasContacts && named.contact.primary === undefined))
    makePrimary(step, customer, contact)
  customer.hasContacts = true
  step.known.addContact(contact)
  step.known.hold('contact', contact.externalId, placed(contact, customer, person))
  changes.newContacts.push(contact)
  changes.entries.push({
    action: 'contact.added',
    customerId: customer.id,
    contactId: contact.id,
    personId: person.id,
    changes: { email: { new: person.email } },
  })
  step.made = true
  step.linked ||= wasKnown
  const how = contact.primary ? ', primary' : ''
  if (!wasKnown) says.push(`New contact ${personName(person)}${how}.`)
  else
    says.push(
      `${personName(person)} is known by this address${follows.personLine === null ? '' : ` from line ${follows.personLine}`}: linked as a contact of ${customer.name}${how}.`,
    )
  if (named.contact.primary && primaryLine !== null)
    says.push(`The primary contact is the one in line ${primaryLine}.`)
}

function changeContact(step: Step, customer: KnownCustomer, contact: KnownContact, person: KnownPerson) {
  const { named, changes, says } = step
  const before = lineBefore(step, 'contactLine', contact.line)
  const primaryLine = lineBefore(step, 'primaryLine', customer.primaryLine)
  const wanted = { ...withFreeExternalId(step, 'contact', named.contact, contact) }
  if (wanted.primary && primaryLine !== null && before === null && !contact.primary) {
    says.push(`The primary contact is the one in line ${primaryLine}.`)
    delete wanted.primary
  }
  const differences = differing(contact, wanted)
  if (before !== null)
    return void says.push(
      differences.length > 0
        ? stays(differences, personName(person), `line ${before} has the same contact`)
        : `The same contact as in line ${before}.`,
    )
  contact.line ??= step.line
  if (wanted.primary) customer.primaryLine ??= step.line
  if (differences.length === 0) return
  says.push(changed(differences, `${personName(person)} at ${customer.name}`))
  step.changed = true
  if (wanted.primary && !contact.primary) makePrimary(step, customer, contact)
  Object.assign(contact, wanted)
  step.known.hold('contact', contact.externalId, placed(contact, customer, person))
  if (!contact.isNew) changes.contacts.add(contact)
  changes.entries.push({
    action: 'contact.changed',
    customerId: customer.id,
    contactId: contact.id,
    personId: person.id,
    changes: asJournal(differences),
  })
}

const placed = ({ id }: KnownContact, customer: KnownCustomer, person: KnownPerson) => ({
  id,
  called: `${personName(person)} at ${customer.name}`,
})

/**
 * What a row says, without an external ID that something else has, or that would take the place of another: the other system
 * knows by it what is meant, and a file does not say better.
 */
function withFreeExternalId<Said extends { externalId?: string }>(
  { known, says }: Step,
  noun: 'customer' | 'contact',
  said: Said,
  here?: { externalId: string | null },
): Omit<Said, 'externalId'> & { externalId?: string } {
  const { externalId, ...others } = said
  const own = here?.externalId ?? null
  if (externalId === undefined || externalId === own) return said
  const holder = known.holderOf(noun, externalId)
  if (!holder && own === null) return said
  const why = holder ? `It belongs to ${ended(holder.called)}` : `It stays ${ended(own!)}`
  says.push(`External ID: “${externalId}” is left out. ${why}`)
  return others
}

/** There is at most one (R7): the current one steps back, whether it is known here or only in the database. */
function makePrimary({ changes, named, line }: Step, customer: KnownCustomer, contact: KnownContact) {
  const former = customer.primary
  if (former) {
    former.primary = false
    if (!former.isNew) changes.contacts.add(former)
  }
  if (!customer.isNew) changes.primaryMoves.add(customer.id)
  contact.primary = true
  customer.primary = contact
  if (named.contact.primary) customer.primaryLine ??= line
}

/**
 * People's details are reported, and change only if that was asked for (R4), because they hold at all their
 * customers.
 */
function changePerson(step: Step, person: KnownPerson, before: number | null, updatePeople: boolean) {
  const { named, changes, says } = step
  const differences = differing<Partial<KnownPerson>>(person, named.person)
  if (differences.length === 0) return
  if (before !== null)
    return void says.push(stays(differences, personName(person), `line ${before} comes first`))
  if (!updatePeople) return void says.push(stays(differences, personName(person), 'they are already here'))
  says.push(changed(differences, personName(person), 'at all their customers'))
  step.changed = true
  Object.assign(person, named.person)
  if (!person.isNew) changes.people.add(person)
  changes.entries.push({ action: 'person.changed', personId: person.id, changes: asJournal(differences) })
}

function asJournal(differences: Difference[]) {
  return Object.fromEntries(differences.map(({ name, old, wanted }) => [name, { old, new: wanted }]))
}
