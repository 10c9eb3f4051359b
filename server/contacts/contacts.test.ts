import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { customersApi } from '../customers/customers.api.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { peopleApi } from '../people/people.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { contactsApi as api, type Contact } from './contacts.api.ts'

test('a new contact gets a temporary password by mail, and it signs in', async () => {
  const { owner, acme, organization, deliverMail, visitor } = await openCast()
  const paula = await owner.call(api.add, {
    params: { customerId: acme.id },
    body: {
      email: 'Paula.Park@Acme.example',
      firstName: 'Paula',
      lastName: 'Park',
      receives: { reminders: 'cc', invoices: 'to' },
      primary: true,
    },
  })
  expect(paula).toMatchObject({
    email: 'Paula.Park@acme.example',
    primary: true,
    receives: { invoices: 'to', reminders: 'cc' },
  })
  expect(paula.portalAccess.state).toBe('temporary')

  const [letter] = await deliverMail()
  expect(letter).toMatchObject({ to: 'Paula.Park@acme.example' })
  expect(letter!.text).toContain('Northwind')
  const browser = visitor()
  const session = await browser.call(portalApi.signIn, {
    params: { portal: organization.slug },
    body: { email: 'paula.park@ACME.example', password: letter!.password! },
  })
  expect(session.mustChoosePassword).toBe(true)
})

test('a typed password obeys the policy, and the refusal says why', async () => {
  const { owner, acme, anna, deliverMail } = await openCast()
  const add = (password: string) =>
    owner.call(api.add, {
      params: { customerId: acme.id },
      body: { email: 'pat@pine.example', firstName: 'Pat', portalPassword: { password } },
    })
  const { status, problem } = await refused(add('short'))
  expect(status).toBe(400)
  expect(problem.errors![0]).toMatchObject({ pointer: '/portalPassword/password' })
  expect(problem.errors![0]!.detail).toMatch(/15/)
  const nothingTyped = await refused(add(''))
  expect(nothingTyped.status).toBe(400)
  expect(nothingTyped.problem.errors).toEqual([
    { pointer: '/portalPassword/password', detail: 'Enter a temporary password.' },
  ])
  const nothingIssued = await refused(
    owner.call(api.issuePassword, { params: { contactId: anna.atAcme.id }, body: { password: '' } }),
  )
  expect(nothingIssued.problem.errors).toEqual([
    { pointer: '/password', detail: 'Enter a temporary password.' },
  ])
  expect(await deliverMail()).toEqual([])

  await add('grey owls read maps')
  const [letter] = await deliverMail()
  expect(letter!.text).toContain('grey owls read maps')
})

test('an address that is already somebody’s is linked: no copy, no new password, and they are told', async () => {
  const { owner, anna, settle, addCustomer, deliverMail, signIn, organization } = await openCast()
  await settle(anna.atAcme)
  const cedar = await addCustomer('Cedar')
  const { person } = await owner.call(peopleApi.recognize, { query: { email: ' ANNA@ash.example' } })
  expect(person!.contacts.map(({ customerName }) => customerName)).toEqual(['Acme', 'Birch'])

  const atCedar = await owner.call(api.add, {
    params: { customerId: cedar.id },
    body: { email: 'ANNA@ash.example', firstName: 'Somebody', lastName: 'Else' },
  })
  expect(atCedar).toMatchObject({ firstName: 'Anna', lastName: 'Ash', personId: anna.atAcme.personId })
  const [letter, ...others] = await deliverMail()
  expect(others).toEqual([])
  expect(letter).toMatchObject({ to: 'anna@ash.example', password: null, token: null })
  expect(letter!.text).toContain('Cedar')

  const browser = await signIn(anna.email, OWN_PASSWORD)
  const home = await browser.call(portalApi.home, { params: { portal: organization.slug } })
  expect(home.customers.map(({ name }) => name)).toEqual(['Acme', 'Birch', 'Cedar'])
})

test('somebody known without portal access gets the password that is issued with another contact: generated, typed or none', async () => {
  const { owner, addCustomer, addContact, anna, deliverMail, signIn } = await openCast()
  const recognized = async () =>
    (await owner.call(peopleApi.recognize, { query: { email: anna.email } })).person!.portalAccess
  expect(await recognized()).toBe('none')
  await addContact(await addCustomer('Cedar'), { email: anna.email, portalPassword: null })
  expect(await deliverMail()).toMatchObject([{ password: null, token: null }])
  expect(await recognized()).toBe('none')

  const typed = 'grey owls read maps'
  const { portalAccess } = await addContact(await addCustomer('Dogwood'), {
    email: anna.email,
    portalPassword: { password: typed },
  })
  expect(portalAccess.state).toBe('temporary')
  const letters = await deliverMail()
  expect(letters.map(({ subject }) => subject)).toEqual([
    'Northwind: you are now a contact of Dogwood',
    'Your temporary password for Northwind',
  ])
  expect(letters[1]!.text).toContain(typed)
  expect(await recognized()).toBe('given')
  await signIn(anna.email, typed)
})

test('a temporary password that expired unused is replaced with another contact, and revoked access stays revoked', async () => {
  const { owner, acme, addContact, addCustomer, deliverMail, clock } = await openCast()
  const { version } = await owner.call(organizationApi.read)
  await owner.call(organizationApi.change, { body: { temporaryPasswordHours: 1 }, version })
  const paula = await addContact(acme, { email: 'paula@park.example', portalPassword: { generate: true } })
  await deliverMail()
  clock.advance({ hours: 2 })
  const again = await addContact(await addCustomer('Cedar'), {
    email: paula.email,
    portalPassword: { generate: true },
  })
  expect(again.portalAccess.state).toBe('temporary')
  expect((await deliverMail()).filter(({ password }) => password)).toHaveLength(1)

  await owner.call(api.takeAccessAway, { params: { contactId: paula.id } })
  const elm = await addCustomer('Elm')
  const typed = { email: paula.email, portalPassword: { password: 'grey owls read maps' } }
  const { problem } = await refused(owner.call(api.add, { params: { customerId: elm.id }, body: typed }))
  expect(problem.detail).toContain('revoked')
  const linked = await addContact(elm, { email: paula.email, portalPassword: { generate: true } })
  expect(linked.portalAccess.state).toBe('locked')
  expect((await deliverMail()).filter(({ password }) => password)).toEqual([])
})

test('a typed password for somebody who has one is refused with the reason', async () => {
  const { owner, addCustomer, anna, settle, deliverMail } = await openCast()
  await settle(anna.atAcme)
  const cedar = await addCustomer('Cedar')
  const { status, code, problem } = await refused(
    owner.call(api.add, {
      params: { customerId: cedar.id },
      body: { email: anna.email, portalPassword: { password: 'grey owls read maps' } },
    }),
  )
  expect([status, code]).toEqual([409, 'password-of-known-person'])
  expect(problem.errors![0]!.pointer).toBe('/portalPassword')
  expect(await deliverMail()).toEqual([])
})

test('contacts have the language of the organization, whatever it is, until they get one of their own', async () => {
  const { owner, acme, addContact } = await openCast()
  const paula = await addContact(acme, { email: 'paula@park.example' })
  expect(paula.language).toBeNull()
  const change = (language: string | null, version: number) =>
    owner.call(api.change, { params: { contactId: paula.id }, version, body: { language } })
  const german = await change('de', paula.version)
  expect(german.language).toBe('de')
  expect((await change(null, german.version)).language).toBeNull()
  const viaCustomer = await owner.call(customersApi.add, { body: { name: 'Elm', email: 'elm@elm.example' } })
  const { data } = await owner.call(api.list, { params: { customerId: viaCustomer.id } })
  const read = await owner.call(api.read, { params: { contactId: data[0]!.id } })
  expect(read.language).toBeNull()
})

test('the same address twice at one customer is refused, and the answer says which contact it is', async () => {
  const { owner, acme, anna } = await openCast()
  const again = () => owner.call(api.add, { params: { customerId: acme.id }, body: { email: anna.email } })
  expect((await refused(again())).problem).toMatchObject({
    status: 409,
    contactId: anna.atAcme.id,
    active: true,
  })
  await owner.call(api.delete, { params: { contactId: anna.atAcme.id } })
  const { problem } = await refused(again())
  expect(problem).toMatchObject({ contactId: anna.atAcme.id, active: false })
  expect(problem.detail).toMatch(/undelete/)
})

test('two people who add the same new address at once make one person', async () => {
  const { owner, acme, birch } = await openCast()
  const add = (customerId: string) =>
    owner.call(api.add, { params: { customerId }, body: { email: 'new@new.example', firstName: 'New' } })
  const [one, other] = await Promise.all([add(acme.id), add(birch.id)])
  expect(one.personId).toBe(other.personId)
})

test('a change to Anna at Acme shows at Birch, and her job title does not', async () => {
  const { owner, anna, read } = await openCast()
  const changed = await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version: anna.atAcme.version,
    body: { firstName: 'Annabel', phone: '+49 30 1', jobTitle: 'Treasurer' },
  })
  expect(changed).toMatchObject({ firstName: 'Annabel', jobTitle: 'Treasurer' })
  expect(changed.elsewhere.map(({ customerName }) => customerName)).toEqual(['Birch'])
  expect(await read(anna.atBirch.id)).toMatchObject({
    firstName: 'Annabel',
    phone: '+49 30 1',
    jobTitle: null,
  })
})

test('what adding, changing, deleting and undeleting a contact answers is what is read of it afterwards', async () => {
  const { owner, acme, birch, anna, addContact, read } = await openCast()
  const stayed = async (answer: Contact) => expect(await read(answer.id)).toEqual(answer)
  const change = (contact: Contact, body: object) =>
    owner.call(api.change, { params: { contactId: contact.id }, version: contact.version, body })

  await stayed(await addContact(birch, { email: 'known@birch.example', portalPassword: null }))
  await stayed(
    await addContact(acme, { email: 'known@birch.example', firstName: 'Not', portalPassword: null }),
  )
  let ben = await addContact(acme, { email: 'ben@acme.example', portalPassword: null })
  await stayed(ben)
  const ways = [
    { firstName: 'Benjamin' },
    { jobTitle: 'Clerk', receives: { invoices: 'cc' } },
    { lastName: 'Blue', department: 'Accounts' },
    { lastName: 'Blue', department: 'Accounts' },
    {},
    { email: 'benjamin@acme.example', firstName: 'Ben' },
  ]
  for (const body of ways) {
    ben = await change(ben, body)
    expect(ben).toMatchObject(body)
    await stayed(ben)
  }
  expect(ben.recentActivity).toHaveLength(6)
  await stayed(await owner.call(api.delete, { params: { contactId: anna.atAcme.id } }))
  await stayed(await owner.call(api.undelete, { params: { contactId: anna.atAcme.id } }))
})

test('an edit of what somebody else has changed in the meantime is refused, and nothing is saved', async () => {
  const { owner, anna, read } = await openCast()
  const atBirch = await read(anna.atBirch.id)
  await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version: anna.atAcme.version,
    body: { firstName: 'Annabel' },
  })
  const stale = owner.call(api.change, {
    params: { contactId: anna.atBirch.id },
    version: atBirch.version,
    body: { lastName: 'Oak' },
  })
  expect((await refused(stale)).status).toBe(412)
  expect(await read(anna.atBirch.id)).toMatchObject({ firstName: 'Annabel', lastName: 'Ash' })
  const missing = owner.call(api.change, {
    params: { contactId: anna.atBirch.id },
    body: { lastName: 'Oak' },
  })
  expect((await refused(missing)).status).toBe(428)
})

test('only this customer: Anna at Birch becomes another person under a new address', async () => {
  const { owner, anna, settle, read, signIn } = await openCast()
  await settle(anna.atAcme)
  const atBirch = await read(anna.atBirch.id)
  const split = (email?: string) =>
    owner.call(api.change, {
      params: { contactId: anna.atBirch.id },
      version: atBirch.version,
      body: { onlyThisCustomer: true, firstName: 'Hanna', ...(email && { email }) },
    })
  expect((await refused(split())).problem.errors![0]!.pointer).toBe('/email')

  const hanna = await split('hanna@birch.example')
  expect(hanna).toMatchObject({
    firstName: 'Hanna',
    lastName: 'Ash',
    email: 'hanna@birch.example',
    elsewhere: [],
  })
  expect(hanna.personId).not.toBe(anna.atAcme.personId)
  expect(hanna.portalAccess.state).toBe('none')
  expect(await read(anna.atAcme.id)).toMatchObject({ firstName: 'Anna', elsewhere: [] })
  await signIn(anna.email, OWN_PASSWORD)
})

test('a new address ends everything the old one could open, and the old one is told', async () => {
  const { owner, anna, settle, read, signIn, deliverMail, organization } = await openCast()
  const browser = await settle(anna.atAcme)
  await deliverMail()
  const { version } = await read(anna.atAcme.id)
  const moved = await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version,
    body: { email: 'anna@new.example' },
  })
  expect(moved.portalAccess.state).toBe('none')
  expect((await read(anna.atBirch.id)).email).toBe('anna@new.example')

  const session = browser.call(portalApi.session, { params: { portal: organization.slug } })
  expect((await refused(session)).status).toBe(401)
  expect((await refused(signIn('anna@ash.example', OWN_PASSWORD))).status).toBe(401)
  expect((await refused(signIn('anna@new.example', OWN_PASSWORD))).status).toBe(401)
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to)).toEqual(['anna@ash.example'])
  expect(letters[0]!.text).not.toContain('anna@new.example')
})

test('what waits in the outbox follows Anna to her new address, and her queued password does not', async () => {
  const { owner, anna, addCustomer, addContact, read, deliverMail } = await openCast()
  const cedar = await addCustomer('Cedar')
  await addContact(cedar, { email: anna.email })
  await owner.call(api.issuePassword, { params: { contactId: anna.atAcme.id }, body: { generate: true } })
  const { version } = await read(anna.atAcme.id)
  await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version,
    body: { email: 'anna@new.example' },
  })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to).toSorted()).toEqual(['anna@ash.example', 'anna@new.example'])
  expect(letters.every(({ password }) => password === null)).toBe(true)
  const { data } = await owner.call(deliveriesApi.list, { query: { state: 'cancelled' } })
  expect(data).toHaveLength(1)
})

test('staff see at once where a letter that waits goes now, and that none goes to who is deleted', async () => {
  const { owner, anna, addCustomer, addContact, read } = await openCast()
  const atCedar = await addContact(await addCustomer('Cedar'), { email: anna.email })
  const waiting = async () => {
    const query = { contactId: atCedar.id, kind: 'contactAdded' } as const
    return (await owner.call(deliveriesApi.list, { query })).data
  }
  expect(await waiting()).toMatchObject([{ to: anna.email, state: 'queued' }])
  await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version: (await read(anna.atAcme.id)).version,
    body: { email: 'anna@new.example' },
  })
  expect(await waiting()).toMatchObject([{ to: 'anna@new.example', state: 'queued' }])
  await owner.call(api.delete, { params: { contactId: atCedar.id } })
  expect(await waiting()).toMatchObject([{ state: 'cancelled' }])
})

test('another person’s address is refused until staff attach the contact to them', async () => {
  const { owner, anna, acme, addContact, settle, signIn, read, organization } = await openCast()
  const ben = await addContact(acme, { email: 'ben@acme.example', firstName: 'Ben' })
  await settle(anna.atAcme)
  const benAtNew = { params: { contactId: ben.id }, version: ben.version }
  const taken = await refused(owner.call(api.change, { ...benAtNew, body: { email: anna.email } }))
  expect([taken.status, taken.code]).toEqual([409, 'address-taken'])
  expect(taken.problem.detail).toContain('Anna Ash')
  expect(taken.problem.detail).toContain('Acme')

  // At Acme she is already a contact: there is nothing to attach to.
  const twice = await refused(
    owner.call(api.change, { ...benAtNew, body: { email: anna.email, attach: true } }),
  )
  expect(twice.code).toBe('already-a-contact')

  await owner.call(api.delete, { params: { contactId: anna.atBirch.id } })
  const birchBen = await addContact({ ...acme, id: anna.atBirch.customerId }, { email: 'ben2@birch.example' })
  expect(birchBen.elsewhere).toEqual([])
  const cedar = await owner.call(api.read, { params: { contactId: birchBen.id } })
  expect(cedar.version).toBe(birchBen.version)
  await signIn(anna.email, OWN_PASSWORD)
  expect((await read(anna.atAcme.id)).portalAccess.state).toBe('active')
  expect(organization.slug).toBe('northwind')
})

test('attached to a known person, a contact shows their name, and their password stays', async () => {
  const { owner, anna, addCustomer, addContact, settle, signIn, organization, deliverMail } = await openCast()
  await settle(anna.atAcme)
  const cedar = await addCustomer('Cedar')
  const ann = await addContact(cedar, { email: 'ann@typo.example', firstName: 'Ann' })
  await deliverMail()
  const attached = await owner.call(api.change, {
    params: { contactId: ann.id },
    version: ann.version,
    body: { email: anna.email, attach: true, jobTitle: 'Buyer' },
  })
  expect(attached).toMatchObject({ firstName: 'Anna', personId: anna.atAcme.personId, jobTitle: 'Buyer' })
  expect(attached.version).toBeGreaterThan(ann.version)
  const [letter] = await deliverMail()
  expect(letter).toMatchObject({ to: anna.email, password: null })
  const browser = await signIn(anna.email, OWN_PASSWORD)
  const home = await browser.call(portalApi.home, { params: { portal: organization.slug } })
  expect(home.customers.map(({ name }) => name)).toContain('Cedar')
})

test('of two moves to another address in one moment, each old address is told', async () => {
  const { owner, anna, read, deliverMail } = await openCast()
  for (const email of ['anna@one.example', 'anna@two.example'])
    await owner.call(api.change, {
      params: { contactId: anna.atAcme.id },
      version: (await read(anna.atAcme.id)).version,
      body: { email },
    })
  const told = (await deliverMail()).map(({ to }) => to)
  expect(told.toSorted()).toEqual(['anna@ash.example', 'anna@one.example'])
})

test('deleted at Acme, Anna no longer sees Acme; deleted everywhere, she cannot sign in', async () => {
  const { owner, anna, settle, signIn, read, organization } = await openCast()
  const browser = await settle(anna.atAcme)
  const home = () => browser.call(portalApi.home, { params: { portal: organization.slug } })
  const deleted = await owner.call(api.delete, { params: { contactId: anna.atAcme.id } })
  expect(deleted.active).toBe(false)
  expect((await home()).customers.map(({ name }) => name)).toEqual(['Birch'])

  await owner.call(api.delete, { params: { contactId: anna.atBirch.id } })
  expect((await refused(home())).status).toBe(401)
  expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)

  const back = await owner.call(api.undelete, { params: { contactId: anna.atAcme.id } })
  expect(back).toMatchObject({ active: true, receives: anna.atAcme.receives })
  expect(back.portalAccess.state).toBe('none')
  expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
  expect((await read(anna.atBirch.id)).active).toBe(false)
})

test('a queued password is not mailed to a contact deleted meanwhile', async () => {
  const { owner, acme, addContact, deliverMail } = await openCast()
  const carl = await addContact(acme, { email: 'carl@acme.example', portalPassword: { generate: true } })
  await owner.call(api.delete, { params: { contactId: carl.id } })
  expect(await deliverMail()).toEqual([])
})

test('a password asked for at a customer that is then left still comes to who is elsewhere', async () => {
  const { owner, anna, deliverMail, signIn } = await openCast()
  await owner.call(api.issuePassword, { params: { contactId: anna.atAcme.id }, body: { generate: true } })
  await owner.call(api.delete, { params: { contactId: anna.atAcme.id } })
  const [letter] = await deliverMail()
  await expect(signIn(anna.email, letter!.password!)).resolves.toBeDefined()
})

test('the old address is notified even if the contact is deleted before the postman comes, and does not learn the new one', async () => {
  const { owner, acme, addContact, deliverMail } = await openCast()
  const { id, version } = await addContact(acme, { email: 'carl@acme.example', firstName: 'Carl' })
  await owner.call(api.change, {
    params: { contactId: id },
    version,
    body: { email: 'dora@acme.example', firstName: 'Dora' },
  })
  await owner.call(api.delete, { params: { contactId: id } })
  const letters = await deliverMail()
  expect(letters).toMatchObject([{ to: 'carl@acme.example' }])
  expect(letters[0]!.text + letters[0]!.html).not.toContain('Dora')
})

test('of two contacts of one person deleted at once, neither leaves a working password behind', async () => {
  const { owner, anna, settle, signIn, read } = await openCast()
  await settle(anna.atAcme)
  await Promise.all([
    owner.call(api.delete, { params: { contactId: anna.atAcme.id } }),
    owner.call(api.delete, { params: { contactId: anna.atBirch.id } }),
  ])
  expect((await read(anna.atAcme.id)).portalAccess.state).toBe('none')
  expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
})

test('a customer has one primary contact, and it moves', async () => {
  const { owner, acme, addContact, read } = await openCast()
  const one = await addContact(acme, { email: 'one@acme.example', primary: true })
  const two = await addContact(acme, { email: 'two@acme.example', primary: true })
  expect((await read(one.id)).primary).toBe(false)
  expect((await read(two.id)).primary).toBe(true)
  const { data } = await owner.call(api.list, { params: { customerId: acme.id } })
  expect(data[0]!.id).toBe(two.id)
})

test('a new password issued for Anna at Acme is her password at Birch too, and only the newest works', async () => {
  const { owner, anna, settle, deliverMail, signIn, read, organization } = await openCast()
  const browser = await settle(anna.atAcme)
  await deliverMail()
  const issue = () =>
    owner.call(api.issuePassword, { params: { contactId: anna.atBirch.id }, body: { generate: true } })
  await issue()
  const [first] = await deliverMail()
  await issue()
  const [second] = await deliverMail()
  expect(
    (await refused(browser.call(portalApi.home, { params: { portal: organization.slug } }))).status,
  ).toBe(401)
  for (const dead of [OWN_PASSWORD, first!.password!])
    expect((await refused(signIn(anna.email, dead))).status).toBe(401)
  await signIn(anna.email, second!.password!)
  expect((await read(anna.atAcme.id)).portalAccess.state).toBe('temporary')
})

test('of two passwords issued before the postman comes, one letter goes out and its password works', async () => {
  const { owner, anna, deliverMail, signIn } = await openCast()
  const issue = () =>
    owner.call(api.issuePassword, { params: { contactId: anna.atAcme.id }, body: { generate: true } })
  await Promise.all([issue(), issue()])
  const letters = await deliverMail()
  expect(letters).toHaveLength(1)
  await signIn(anna.email, letters[0]!.password!)
})

test('access taken away closes the portal at once, and given back opens it with the same password', async () => {
  const { owner, anna, settle, signIn, organization } = await openCast()
  const browser = await settle(anna.atAcme)
  const params = { contactId: anna.atAcme.id }
  expect((await owner.call(api.takeAccessAway, { params })).portalAccess.state).toBe('locked')
  expect(
    (await refused(browser.call(portalApi.home, { params: { portal: organization.slug } }))).status,
  ).toBe(401)
  expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
  expect((await refused(owner.call(api.issuePassword, { params, body: { generate: true } }))).code).toBe(
    'access-taken-away',
  )
  expect((await owner.call(api.giveAccessBack, { params })).portalAccess.state).toBe('active')
  await signIn(anna.email, OWN_PASSWORD)
})

test('the journal says who did what, with old and new values, on the customer, the contact and the person', async () => {
  const { owner, anna, acme, birch, read } = await openCast()
  const { version } = await read(anna.atAcme.id)
  await owner.call(api.change, {
    params: { contactId: anna.atAcme.id },
    version,
    body: { phone: '+1 555 0100', jobTitle: 'Treasurer' },
  })
  const actions = async (query: { customerId?: string; contactId?: string; personId?: string }) =>
    (await owner.call(journalApi.list, { query })).data.map(({ action }) => action)
  expect(await actions({ contactId: anna.atAcme.id })).toEqual([
    'contact.changed',
    'person.changed',
    'contact.added',
  ])
  expect(await actions({ customerId: acme.id })).toEqual([
    'contact.changed',
    'person.changed',
    'contact.added',
    'customer.added',
  ])
  expect(await actions({ customerId: birch.id })).toEqual([
    'person.changed',
    'contact.added',
    'customer.added',
  ])
  const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
  expect(data[1]).toMatchObject({
    actor: { kind: 'staff', name: 'Olga Owner' },
    changes: [{ field: 'phone', old: null, new: '+1 555 0100' }],
  })
})

test('one of two hundred contacts is found by name, address, job title or phone, page by page', async () => {
  const { owner, acme, addContact } = await openCast()
  await addContact(acme, {
    email: 'pia@acme.example',
    firstName: 'Pía',
    lastName: 'Prime',
    jobTitle: 'Bursar',
    phone: '+44 117 496 0101',
  })
  for (const name of ['Bea', 'Bo', 'Bertha'])
    await addContact(acme, { email: `${name}@acme.example`, firstName: name, lastName: 'Berg' })
  const list = (search: string, cursor?: string) =>
    owner.call(api.list, { params: { customerId: acme.id }, query: { search, limit: 2, cursor } })
  const names = async (search: string) => (await list(search)).data.map(({ firstName }) => firstName)
  for (const search of ['pia', 'prime p', 'PIA@ac', 'bursar', '0117 4960101'])
    expect(await names(search), search).toEqual(['Pía'])
  const first = await list('berg')
  const second = await list('berg', first.nextCursor!)
  expect([...first.data, ...second.data].map(({ firstName }) => firstName)).toEqual(['Bea', 'Bertha', 'Bo'])
  expect(second.nextCursor).toBeNull()
  for (const search of ['nobody', '%', '_', 'birch']) expect(await names(search), search).toEqual([])
})

test('lists page by keyset, each contact once', async () => {
  const { owner, acme, addContact } = await openCast()
  for (const name of ['Zoë', 'Álvaro', 'Мария', '李'])
    await addContact(acme, {
      email: `${name.length}${Math.abs(name.codePointAt(0)!)}@acme.example`,
      firstName: name,
    })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await owner.call(api.list, {
      params: { customerId: acme.id },
      query: { limit: 2, ...(cursor && { cursor }) },
    })
    expect(page.data.length).toBeLessThanOrEqual(2)
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(5)
})

test('an address with letters of another script gets its letter and signs in, in any case', async () => {
  const { acme, addContact, deliverMail, signIn } = await openCast()
  await addContact(acme, { email: 'Stanisław.Wójcik@wp.example', portalPassword: { generate: true } })
  const [letter] = await deliverMail()
  expect(letter!.to).toBe('Stanisław.Wójcik@wp.example')
  await signIn('STANISŁAW.WÓJCIK@wp.example', letter!.password!)
})

test('no password is issued at an inactive customer, because it would open nothing', async () => {
  const { owner, acme, anna, deliverMail } = await openCast()
  await owner.call(customersApi.delete, { params: { customerId: acme.id } })
  const issue = owner.call(api.issuePassword, {
    params: { contactId: anna.atAcme.id },
    body: { generate: true },
  })
  expect((await refused(issue)).code).toBe('inactive-customer')
  expect(await deliverMail()).toEqual([])
})

test('whose address becomes a new customer’s is told, and keeps name and password', async () => {
  const { owner, anna, settle, signIn, deliverMail } = await openCast()
  await settle(anna.atAcme)
  await deliverMail()
  await owner.call(customersApi.add, { body: { name: 'Dogwood', email: anna.email } })
  await owner.call(customersApi.add, { body: { name: 'Elm', email: 'new@elm.example' } })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to)).toEqual([anna.email])
  expect(letters[0]!.text).toContain('Dogwood')
  await signIn(anna.email, OWN_PASSWORD)
})

describe('what a contact receives', () => {
  test('is what the customer says for new ones, or the organization, where nothing else is said', async () => {
    const { owner, acme, addContact, addCustomer } = await openCast()
    const received = async (email: string, customer = acme) =>
      (await addContact(customer, { email })).receives
    expect(await received('one@acme.example')).toEqual({
      invoices: 'to',
      reminders: 'to',
      receipts: 'to',
      statements: 'to',
      notices: 'to',
    })
    await owner.call(organizationApi.change, {
      version: (await owner.call(organizationApi.read)).version,
      body: { newContactsReceive: { reminders: 'cc', invoices: 'cc' } },
    })
    expect(await received('two@acme.example')).toEqual({ invoices: 'cc', reminders: 'cc' })
    const params = { customerId: acme.id }
    const changed = await owner.call(customersApi.change, {
      params,
      version: acme.version,
      body: { defaultReceives: { notices: 'cc', statements: 'to' } },
    })
    expect(changed).toMatchObject({
      defaultReceives: { statements: 'to', notices: 'cc' },
      newContactsReceive: { statements: 'to', notices: 'cc' },
    })
    expect(await received('three@acme.example')).toEqual({ statements: 'to', notices: 'cc' })
    expect((await addContact(acme, { email: 'four@acme.example', receives: {} })).receives).toEqual({})
    const { data } = await owner.call(journalApi.list, { query: { customerId: acme.id } })
    expect(data.flatMap(({ changes }) => changes)).toContainEqual({
      field: 'defaultReceives',
      old: null,
      new: 'Statements, Account notices (Cc)',
    })
    const own = await owner.call(customersApi.add, {
      body: { name: 'Own', email: 'own@own.example', defaultReceives: { receipts: 'to' } },
    })
    const at = (customerId: string) => owner.call(api.list, { params: { customerId } })
    expect((await at(own.id)).data).toMatchObject([{ receives: { receipts: 'to' } }])
    expect(await received('five@cedar.example', await addCustomer('Cedar'))).toEqual({
      invoices: 'cc',
      reminders: 'cc',
    })
  })

  test('is recorded in the journal when it changes, and not when it stays', async () => {
    const { owner, anna } = await openCast()
    const { id, version } = anna.atAcme
    const change = (receives: object, from: number) =>
      owner.call(api.change, { params: { contactId: id }, version: from, body: { receives } })
    const changed = await change({ reminders: 'cc', invoices: 'to' }, version)
    expect(changed.receives).toEqual({ invoices: 'to', reminders: 'cc' })
    expect((await change({ invoices: 'to', reminders: 'cc' }, changed.version)).version).toBe(changed.version)
    const { data } = await owner.call(journalApi.list, { query: { contactId: id } })
    expect(data[0]!.changes).toEqual([
      { field: 'receives', old: 'Invoices', new: 'Invoices, Reminders (Cc)' },
    ])
  })
})

test('who unsubscribed is subscribed again by the staff they asked, at that customer; the journal says who did it', async () => {
  const { owner, database, organization, anna, read, hire } = await openCast()
  await sql`update contacts set unsubscribed = '{"reminders": "2026-05-02T10:00:00.000Z", "statements": "2026-05-03T10:00:00.000Z"}'
    where organization_id = ${organization.id} and person_id = ${anna.atAcme.personId}`.execute(
    database.of(organization.id),
  )
  const again = { params: { contactId: anna.atAcme.id }, body: { kind: 'reminders' as const } }
  const viewer = await hire('viewer')
  expect((await refused(viewer.call(api.subscribeAgain, again))).status).toBe(403)
  const { unsubscribed, version } = await owner.call(api.subscribeAgain, again)
  expect(unsubscribed).toEqual({ statements: '2026-05-03T10:00:00.000Z' })
  expect(Object.keys((await read(anna.atBirch.id)).unsubscribed)).toEqual(['reminders', 'statements'])
  // Doing it twice changes nothing, and is recorded once.
  expect((await owner.call(api.subscribeAgain, again)).version).toBe(version)
  const { data } = await owner.call(journalApi.list, { query: { contactId: anna.atAcme.id } })
  expect(data.filter(({ action }) => action === 'contact.subscribed-by-staff')).toMatchObject([
    { actor: { name: 'Olga Owner' }, changes: [{ field: 'kind', old: 'reminders' }] },
  ])
})

test('an address that bounced is shown; staff say that it works, or give another, and it is forgotten', async () => {
  const { owner, database, organization, anna, read } = await openCast()
  const db = database.of(organization.id)
  const bounce = () =>
    sql`update people set email_bounced_at = '2026-05-12T10:00:00.000Z', email_bounce_reason = 'no such mailbox'
      where id = ${anna.atAcme.personId}`.execute(db)
  const bounced = { at: '2026-05-12T10:00:00.000Z', reason: 'no such mailbox' }
  const params = { contactId: anna.atAcme.id }
  await bounce()
  expect((await read(anna.atBirch.id)).emailBounce).toEqual(bounced)
  const works = await owner.call(api.emailWorks, { params })
  expect(works.emailBounce).toBe(null)
  expect(works.version).toBe(anna.atAcme.version + 1)
  expect((await read(anna.atBirch.id)).emailBounce).toBe(null)
  const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
  expect(data[0]).toMatchObject({ action: 'person.email-works', actor: { name: 'Olga Owner' } })
  // Doing it twice changes nothing, and is recorded once.
  expect((await owner.call(api.emailWorks, { params })).version).toBe(works.version)

  await bounce()
  const change = (email: string, version: number) =>
    owner.call(api.change, { params, version, body: { email } })
  const other = await change('Anna@Ash.example', works.version)
  expect(other.emailBounce).toEqual(bounced)
  expect((await change('anna@new.example', other.version)).emailBounce).toBe(null)
})
