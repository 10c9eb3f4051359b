import { createHash } from 'node:crypto'
import { hash as argon2 } from '@node-rs/argon2'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { openCast, OWN_PASSWORD, type Cast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { override } from '../../test/override.ts'
import { contactsApi, type Contact } from '../contacts/contacts.api.ts'
import { createPasswordHasher } from '../credentials/password-hash.ts'
import type { Standing } from '../scope/services.ts'
import { customersApi } from '../customers/customers.api.ts'
import { transaction } from '../database/database.ts'
import { Busy } from '../http/problems.ts'
import { invoicingSettingsApi } from '../invoices/invoicing-settings.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { lockCredential } from './credential.ts'
import { portalApi } from './portal-access.api.ts'

const WRONG = 'not the password at all'
const STRANGER = '203.0.113.66'

async function openPortal() {
  const cast = await openCast()
  const params = { portal: cast.organization.slug }
  return {
    ...cast,
    params,
    /** Staff issue a temporary password; this is what the letter says. */
    async issue(contact: Contact): Promise<string> {
      await cast.owner.call(contactsApi.issuePassword, {
        params: { contactId: contact.id },
        body: { generate: true },
      })
      const letter = (await cast.deliverMail()).find(({ to, password }) => to === contact.email && password)
      return letter!.password!
    },
    tryToSignIn: (email: string, password: string, browser = cast.visitor()) =>
      browser.call(portalApi.signIn, { params, body: { email, password } }),
  }
}

const who = (browser: Client, portal: string) => browser.call(portalApi.session, { params: { portal } })

describe('signing in', () => {
  test('a temporary password is taken with blanks around it, a chosen one only as it is', async () => {
    const { owner, anna, issue, tryToSignIn, settle, deliverMail } = await openPortal()
    const pasted = ` ${await issue(anna.atAcme)} \t\n`
    expect((await tryToSignIn(anna.email, pasted)).mustChoosePassword).toBe(true)

    const typedByStaff = '\u00a0grey owls read maps  '
    const params = { contactId: anna.atAcme.id }
    await owner.call(contactsApi.issuePassword, { params, body: { password: typedByStaff } })
    await deliverMail()
    for (const typed of [typedByStaff, 'grey owls read maps'])
      expect((await tryToSignIn(anna.email, typed)).mustChoosePassword).toBe(true)

    await settle(anna.atAcme)
    expect(await refused(tryToSignIn(anna.email, ` ${OWN_PASSWORD} `))).toMatchObject({ status: 401 })
    expect((await tryToSignIn(anna.email, OWN_PASSWORD)).mustChoosePassword).toBe(false)
  })

  test('with a temporary password opens a session that can choose a password and do nothing else', async () => {
    const { anna, issue, tryToSignIn, visitor, params } = await openPortal()
    const browser = visitor()
    const session = await tryToSignIn(anna.email, await issue(anna.atAcme), browser)
    expect(session.mustChoosePassword).toBe(true)
    expect((await who(browser, params.portal)).person.firstName).toBe('Anna')

    const everythingElse = [
      () => browser.call(portalApi.home, { params }),
      () => browser.call(portalApi.sessions, { params }),
      () => browser.call(portalApi.changeMe, { params, version: 1, body: { firstName: 'Eve' } }),
      () =>
        browser.call(portalApi.changePassword, {
          params,
          body: { currentPassword: WRONG, newPassword: OWN_PASSWORD },
        }),
      () => browser.call(portalApi.endSession, { params: { ...params, sessionId: anna.atAcme.id } }),
    ]
    for (const call of everythingElse) expect((await refused(call())).code).toBe('not-allowed')
  })

  test('shows every customer where the person is an active contact, by one sign-in', async () => {
    const { anna, settle, owner, acme, birch, params } = await openPortal()
    const browser = await settle(anna.atAcme)
    const customers = async () =>
      (await browser.call(portalApi.home, { params })).customers.map(({ name }) => name)
    expect(await customers()).toEqual(['Acme', 'Birch'])

    await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })
    expect(await customers()).toEqual(['Birch'])
    await owner.call(contactsApi.undelete, { params: { contactId: anna.atAcme.id } })
    expect(await customers()).toEqual(['Acme', 'Birch'])
    await owner.call(customersApi.delete, { params: { customerId: birch.id } })
    expect(await customers()).toEqual(['Acme'])
    await owner.call(customersApi.delete, { params: { customerId: acme.id } })
    expect((await refused(customers())).code).toBe('not-signed-in')
  })

  test('is written to the journal and shown to staff', async () => {
    const { anna, settle, signIn, owner, read, clock } = await openPortal()
    await settle(anna.atAcme)
    clock.advance({ hours: 1 })
    await signIn(anna.email, OWN_PASSWORD)
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    expect(data[0]).toMatchObject({
      action: 'portal-access.signed-in',
      actor: { kind: 'person', name: 'Anna Ash' },
    })
    expect((await read(anna.atAcme.id)).portalAccess.lastSignInAt).toBe(clock.now().toISOString())
  })

  test('is reported by mail when it comes from a device that is not known, with where it came from', async () => {
    const { anna, settle, tryToSignIn, visitor, deliverMail, owner } = await openPortal()
    const browser = await settle(anna.atAcme)
    await deliverMail()
    await tryToSignIn(anna.email, OWN_PASSWORD, browser)
    expect(await deliverMail()).toEqual([])

    const phone = visitor('198.51.100.7')
    for (let visits = 0; visits < 2; visits += 1) await tryToSignIn(anna.email, OWN_PASSWORD, phone)
    await tryToSignIn(anna.email, OWN_PASSWORD, visitor('198.51.100.9'))
    const letters = await deliverMail()
    expect(letters).toMatchObject([{ to: anna.email, subject: 'New sign-in to Northwind' }])
    expect(letters[0]!.text).toContain('198.51.100.0/24')
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    expect(data[0]).toMatchObject({
      action: 'portal-access.signed-in',
      changes: [
        { field: 'device', old: null, new: 'Unknown device' },
        { field: 'network', old: null, new: '198.51.100.0/24' },
      ],
    })
  })

  test('is reported by mail again once the password is another, even from a device that was known before', async () => {
    const { anna, settle, tryToSignIn, visitor, deliverMail, owner, params, clock } = await openPortal()
    const home = await settle(anna.atAcme)
    const work = visitor('198.51.100.7')
    await tryToSignIn(anna.email, OWN_PASSWORD, work)
    const returnedOf = async (password: string, browser: Client) => {
      clock.advance({ hours: 1 })
      await deliverMail()
      await tryToSignIn(anna.email, password, browser)
      return (await deliverMail()).some(({ subject }) => subject === 'New sign-in to Northwind')
    }
    const contact = { contactId: anna.atAcme.id }
    expect(await returnedOf(OWN_PASSWORD, work)).toBe(false)

    const body = { currentPassword: OWN_PASSWORD, newPassword: 'another password of hers' }
    await home.call(portalApi.changePassword, { params, body })
    expect(await returnedOf(body.newPassword, home)).toBe(false)
    expect(await returnedOf(body.newPassword, work)).toBe(true)

    await owner.call(contactsApi.takeAccessAway, { params: contact })
    await owner.call(contactsApi.giveAccessBack, { params: contact })
    expect(await returnedOf(body.newPassword, work)).toBe(true)

    await home.call(portalApi.sendPasswordLink, { params, body: { email: anna.email } })
    const { token } = (await deliverMail()).find((letter) => letter.token)!
    await home.call(portalApi.setPasswordByLink, { params, body: { token: token!, password: OWN_PASSWORD } })
    expect(await returnedOf(OWN_PASSWORD, home)).toBe(false)
    expect(await returnedOf(OWN_PASSWORD, work)).toBe(true)

    // Issued again by staff: the browser that chose the password is known, and no other.
    await settle(anna.atAcme)
    expect(await returnedOf(OWN_PASSWORD, work)).toBe(true)
    expect(await returnedOf(OWN_PASSWORD, home)).toBe(true)
  })

  test('that is refused is in the journal of the person, once an hour for each network', async () => {
    const { anna, settle, tryToSignIn, visitor, owner, clock } = await openPortal()
    await settle(anna.atAcme)
    const told = async () => {
      const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
      return data
        .filter(({ action }) => action === 'portal-access.sign-in-refused')
        .map(({ changes }) => changes.at(-1)!.new ?? '')
        .toSorted()
    }
    const guess = (address: string, email = anna.email) =>
      refused(tryToSignIn(email, WRONG, visitor(address)))
    for (const address of ['203.0.113.66', '203.0.113.67', '198.51.100.7']) await guess(address)
    await guess('203.0.113.66', 'nobody@ash.example')
    await expect.poll(told).toEqual(['198.51.100.0/24', '203.0.113.0/24'])
    clock.advance({ hours: 1 })
    await guess('203.0.113.68')
    await expect.poll(told).toHaveLength(3)
  })

  test('takes an address in any case and width, as people type it', async () => {
    const { anna, settle, tryToSignIn } = await openPortal()
    await settle(anna.atAcme)
    expect((await tryToSignIn('  Anna＠ASH.example ', OWN_PASSWORD)).person.email).toBe(anna.email)
  })

  test('replaces a hash of other parameters by one of ours', async () => {
    const { app, anna, settle, signIn, ownerUrl } = await openPortal()
    override(app.services.passwordHasher, createPasswordHasher())
    await settle(anna.atAcme)
    const weak = await argon2(OWN_PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    await behindTheBack(ownerUrl, 'update portal_access set password_hash = $1', [weak])
    await signIn(anna.email, OWN_PASSWORD)
    const [row] = await behindTheBack(ownerUrl, 'select password_hash from portal_access')
    expect(row!['password_hash']).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
    await signIn(anna.email, OWN_PASSWORD)
  })

  test('keeps tokens out of the database', async () => {
    const { anna, app, settle, ownerUrl } = await openPortal()
    const browser = await settle(anna.atAcme)
    const rows = await behindTheBack(
      ownerUrl,
      'select token_hash from portal_sessions union all select token_hash from portal_devices',
    )
    const hashOf = (token: string) =>
      createHash('sha256').update(Buffer.from(token, 'base64url').subarray(16)).digest('hex')
    const cookie = (name: string) => [...browser.cookies].find(([named]) => named.includes(name))![1]
    const device = app.services.sealer.open(Buffer.from(cookie('-device-'), 'base64url'), 'portal device')
    expect(rows.map((row) => (row['token_hash'] as Buffer).toString('hex')).toSorted()).toEqual(
      [hashOf(cookie('-portal-')), hashOf(device)].toSorted(),
    )
  })
})

describe('a refusal', () => {
  test('is the same answer after the same work, whatever the reason', async () => {
    const cast = await openPortal()
    const { anna, issue, settle, tryToSignIn, owner, clock, acme, addContact } = cast
    const add = (email: string) => addContact(acme, { email })
    const [locked, inactive, expired, never] = [
      await add('locked@x.example'),
      await add('inactive@x.example'),
      await add('expired@x.example'),
      await add('never@x.example'),
    ]
    const passwords = new Map<Contact, string>()
    for (const contact of [locked, inactive, expired]) passwords.set(contact, await issue(contact))
    await owner.call(contactsApi.takeAccessAway, { params: { contactId: locked.id } })
    await owner.call(contactsApi.delete, { params: { contactId: inactive.id } })
    await settle(anna.atAcme)
    clock.advance({ hours: 72 })

    const work = countWork(cast)
    const answers = []
    for (const [email, password] of [
      [anna.email, WRONG],
      ['nobody@x.example', WRONG],
      ['no address', WRONG],
      [never.email, WRONG],
      [locked.email, passwords.get(locked)!],
      [inactive.email, passwords.get(inactive)!],
      [expired.email, passwords.get(expired)!],
    ] as const) {
      const { status, problem } = await refused(tryToSignIn(email, password))
      answers.push({ status, problem, work: work.since() })
    }
    expect(answers[0]).toMatchObject({ status: 401, work: { verify: 1, hash: 0 } })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('comes exactly when a temporary password runs out', async () => {
    const { anna, issue, tryToSignIn, clock } = await openPortal()
    const password = await issue(anna.atAcme)
    clock.advance({ hours: 71, minutes: 59 })
    expect((await tryToSignIn(anna.email, password)).mustChoosePassword).toBe(true)
    clock.advance({ minutes: 1 })
    expect((await refused(tryToSignIn(anna.email, password))).status).toBe(401)
  })

  test('meets a password that staff replace while it is being checked', async () => {
    const cast = await openPortal()
    const { anna, settle, issue, tryToSignIn, visitor, params } = cast
    await settle(anna.atAcme)
    const passwordHasher = { ...cast.app.services.passwordHasher }
    override(cast.app.services.passwordHasher, {
      async verify(password, hash) {
        const verified = await passwordHasher.verify(password, hash)
        override(cast.app.services.passwordHasher, passwordHasher)
        await issue(anna.atAcme)
        return verified
      },
    })
    const browser = visitor()
    expect((await refused(tryToSignIn(anna.email, OWN_PASSWORD, browser))).code).toBe('sign-in-refused')
    expect((await refused(who(browser, params.portal))).code).toBe('not-signed-in')
  })

  test('meets a password that is replaced while the session is being opened', async () => {
    const cast = await openPortal()
    const { anna, settle, tryToSignIn, visitor, params, database, organization, ownerUrl } = cast
    await settle(anna.atAcme)
    const watch = new pg.Client({ connectionString: ownerUrl })
    await watch.connect()
    const browser = visitor()
    const before = await everySession(watch)
    const { rows } = await watch.query<{ id: string }>('select id from people where email = $1', [anna.email])
    const personId = rows[0]!.id
    let answer: Promise<unknown>
    let answered = false
    await transaction(database.of(organization.id), async (tx) => {
      await lockCredential({ db: tx, organizationId: organization.id }, personId)
      answer = tryToSignIn(anna.email, OWN_PASSWORD, browser)
        .catch((error: unknown) => error)
        .finally(() => (answered = true))
      while (!answered && (await watch.query('select from pg_locks where not granted')).rowCount === 0);
      await sql`update portal_access set generation = generation + 1 where person_id = ${personId}`.execute(
        tx,
      )
    })
    expect(await answer!).toMatchObject({ problem: { type: expect.stringContaining('sign-in-refused') } })
    expect((await refused(who(browser, params.portal))).code).toBe('not-signed-in')
    expect(await everySession(watch)).toEqual(before)
    await watch.end()
  })
})

describe('a flood of attempts', () => {
  const useUp = async (email: string, tryIt: () => Promise<unknown>) => {
    for (let count = 0; count < 10; count += 1) expect((await refused(tryIt())).status, email).toBe(401)
    return refused(tryIt())
  }

  test.each(['anna@ash.example', 'nobody@ash.example', 'no address'])(
    'at %s is stopped, known or not, and costs no more hashing',
    async (email) => {
      const cast = await openPortal()
      await cast.settle(cast.anna.atAcme)
      const attempt = () => cast.tryToSignIn(email, WRONG, cast.visitor(STRANGER))
      const stopped = await useUp(email, attempt)
      expect(stopped).toMatchObject({ status: 429, retryAfter: '90' })
      const work = countWork(cast)
      expect((await refused(attempt())).status).toBe(429)
      expect(work.since()).toEqual({ verify: 0, hash: 0 })
      cast.clock.advance({ minutes: 2 })
      expect((await refused(attempt())).status).toBe(401)
    },
  )

  test('at one moment is counted before a password is checked', async () => {
    const { anna, app, settle, tryToSignIn, visitor } = await openPortal()
    await settle(anna.atAcme)
    const checking = vi.fn<() => void>()
    let answer = (_: { match: boolean; needsRehash: boolean }) => {}
    const answered = new Promise<{ match: boolean; needsRehash: boolean }>((resolve) => (answer = resolve))
    override(app.services.passwordHasher, {
      verify() {
        checking()
        return answered
      },
    })
    const statuses: number[] = []
    const attempts = Array.from({ length: 15 }, async (_, at) => {
      statuses.push((await refused(tryToSignIn(anna.email, WRONG, visitor(`203.0.113.${at}`)))).status)
    })
    await expect.poll(() => statuses).toEqual([429, 429, 429, 429, 429])
    expect(checking).toHaveBeenCalledTimes(10)
    answer({ match: false, needsRehash: false })
    await Promise.all(attempts)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  })

  test('by strangers does not keep out the owner’s own browser', async () => {
    const { anna, settle, tryToSignIn, visitor, params } = await openPortal()
    const browser = await settle(anna.atAcme)
    await browser.call(portalApi.signOut, { params })
    const stopped = await useUp(anna.email, () => tryToSignIn(anna.email, WRONG, visitor(STRANGER)))
    expect(stopped.status).toBe(429)
    expect((await refused(tryToSignIn(anna.email, OWN_PASSWORD))).status).toBe(429)
    expect((await tryToSignIn(anna.email, OWN_PASSWORD, browser)).mustChoosePassword).toBe(false)
  })

  test('by a browser that one person is known by does not pass for another person’s', async () => {
    const { anna, settle, tryToSignIn, acme, addContact } = await openPortal()
    const eve = await addContact(acme, { email: 'eve@x.example' })
    await settle(anna.atAcme)
    const evesBrowser = await settle(eve)
    const stopped = await useUp(anna.email, () => tryToSignIn(anna.email, WRONG, evesBrowser))
    expect(stopped.status).toBe(429)
  })

  test('from one client over many addresses is stopped as well', async () => {
    const cast = await openPortal()
    const passwordHasher = { ...cast.app.services.passwordHasher }
    // A hundred hashes would take seconds; what is counted is the attempts.
    override(cast.app.services.passwordHasher, {
      verify: async () => ({ match: false, needsRehash: false }),
    })
    const statuses = []
    for (let count = 0; count <= 100; count += 1) {
      const attempt = cast.tryToSignIn(`somebody-${count}@x.example`, WRONG, cast.visitor(STRANGER))
      statuses.push((await refused(attempt)).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 100 }, () => 401), 429])
    override(cast.app.services.passwordHasher, passwordHasher)
    await cast.settle(cast.anna.atAcme)
  })

  test('from many networks of one site is stopped as well', async () => {
    const cast = await openPortal()
    override(cast.app.services.passwordHasher, {
      verify: async () => ({ match: false, needsRehash: false }),
    })
    let attempts = 0
    const statuses = async (network: (at: number) => string, count: number) => {
      const found: Record<number, number> = {}
      for (let at = 0; at < count; at += 1) {
        const attempt = cast.tryToSignIn(
          `somebody-${(attempts += 1)}@x.example`,
          WRONG,
          cast.visitor(network(at)),
        )
        const { status } = await refused(attempt)
        found[status] = (found[status] ?? 0) + 1
      }
      return found
    }
    const hex = (at: number) => at.toString(16).padStart(2, '0')
    expect(await statuses((at) => `2001:db8:5:1${hex(at)}::1`, 203)).toEqual({ 401: 200, 429: 3 })
    expect(await statuses((at) => `2001:db8:5:2${hex(at)}::1`, 203)).toEqual({ 401: 200, 429: 3 })
    expect(await statuses(() => '2001:db8:5:301::1', 1)).toEqual({ 429: 1 })
    expect(await statuses(() => '2001:db8:6:1::1', 1)).toEqual({ 401: 1 })
  })

  test('keeps nobody out who has got a new password, or used the link of a letter', async () => {
    const { anna, issue, settle, tryToSignIn, visitor, params, deliverMail } = await openPortal()
    await settle(anna.atAcme)
    const guess = () => tryToSignIn(anna.email, WRONG, visitor(STRANGER))
    expect((await useUp(anna.email, guess)).status).toBe(429)
    await tryToSignIn(anna.email, await issue(anna.atAcme), visitor('198.51.100.7'))

    expect((await useUp(anna.email, guess)).status).toBe(429)
    await visitor().call(portalApi.sendPasswordLink, { params, body: { email: anna.email } })
    const [letter] = await deliverMail()
    await visitor().call(portalApi.setPasswordByLink, {
      params,
      body: { token: letter!.token!, password: OWN_PASSWORD },
    })
    await tryToSignIn(anna.email, OWN_PASSWORD, visitor('198.51.100.8'))
  })

  test('keeps nobody out who has the letter with their password', async () => {
    const { anna, owner, tryToSignIn, visitor, params, deliverMail, clock, issue } = await openPortal()
    await owner.call(contactsApi.issuePassword, {
      params: { contactId: anna.atAcme.id },
      body: { generate: true },
    })
    const letter = (await deliverMail()).find(({ password }) => password)!
    const guess = () => tryToSignIn(anna.email, WRONG, visitor(STRANGER))
    expect((await useUp(anna.email, guess)).status).toBe(429)

    const show = (browser: Client, token: string, portal = params.portal) =>
      browser.call(portalApi.knowDevice, { params: { portal }, body: { token } })
    const phone = visitor('198.51.100.7')
    expect((await refused(tryToSignIn(anna.email, letter.password!, phone))).status).toBe(429)
    await show(phone, letter.proof!)
    // It opens nothing by itself, and is known for this address only.
    expect((await refused(who(phone, params.portal))).code).toBe('not-signed-in')
    expect((await refused(tryToSignIn(anna.email, WRONG, phone))).status).toBe(401)
    expect((await tryToSignIn(anna.email, letter.password!, phone)).mustChoosePassword).toBe(true)

    // Void with the password: when it is replaced, has expired, or is used at another door.
    const later = visitor('198.51.100.8')
    await issue(anna.atBirch)
    for (const token of [letter.proof!, `${letter.proof!}x`, 'anything']) await show(later, token)
    expect([...later.cookies]).toEqual([])
    clock.advance({ hours: 72 })
    await show(later, letter.proof!)
    expect([...later.cookies]).toEqual([])
  })

  test('keeps nobody out who has a letter to set a new password, and knows theirs', async () => {
    const { anna, settle, tryToSignIn, visitor, params, deliverMail } = await openPortal()
    await settle(anna.atAcme)
    await visitor().call(portalApi.sendPasswordLink, { params, body: { email: anna.email } })
    const [letter] = await deliverMail()
    const guess = () => tryToSignIn(anna.email, WRONG, visitor(STRANGER))
    expect((await useUp(anna.email, guess)).status).toBe(429)
    const phone = visitor('198.51.100.7')
    await phone.call(portalApi.knowDevice, { params, body: { token: letter!.token! } })
    await tryToSignIn(anna.email, OWN_PASSWORD, phone)
    // The link was not used up, and the browser that used it is known, too.
    const laptop = visitor('198.51.100.8')
    const body = { token: letter!.token!, password: 'another password of hers' }
    await laptop.call(portalApi.setPasswordByLink, { params, body })
    expect((await useUp(anna.email, guess)).status).toBe(429)
    await tryToSignIn(anna.email, body.password, laptop)
  })

  test('that fills every place where passwords wait to be checked leaves known devices theirs', async () => {
    const { anna, app, settle, tryToSignIn, visitor } = await openPortal()
    const browser = await settle(anna.atAcme)
    const { verify } = { ...app.services.passwordHasher }
    const refuse = async (standing?: Standing) => {
      if (standing === 'stranger') throw new Busy(2)
    }
    override(app.services.passwordHasher, {
      refuseWhenFull: refuse,
      verify: async (...given) => {
        await refuse(given[2])
        return verify(...given)
      },
    })
    expect((await refused(tryToSignIn(anna.email, OWN_PASSWORD, visitor()))).status).toBe(503)
    await tryToSignIn(anna.email, OWN_PASSWORD, browser)
    // A made-up cookie takes nobody's place.
    const forger = visitor()
    for (const [name] of browser.cookies) forger.cookies.set(name, 'made-up')
    expect((await refused(tryToSignIn(anna.email, OWN_PASSWORD, forger))).status).toBe(503)
    expect((await refused(tryToSignIn('nobody@ash.example', OWN_PASSWORD, browser))).status).toBe(503)
  })

  test('that ends with the right password starts over', async () => {
    const { anna, settle, tryToSignIn, visitor } = await openPortal()
    await settle(anna.atAcme)
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 9; count += 1)
        expect((await refused(tryToSignIn(anna.email, WRONG, visitor(STRANGER)))).status).toBe(401)
      await tryToSignIn(anna.email, OWN_PASSWORD, visitor(STRANGER))
    }
  })

  test('past what can be hashed is turned away and not counted', async () => {
    const cast = await openPortal()
    await cast.settle(cast.anna.atAcme)
    const passwordHasher = { ...cast.app.services.passwordHasher }
    override(cast.app.services.passwordHasher, { verify: () => Promise.reject(new Busy(2)) })
    for (let count = 0; count < 12; count += 1)
      expect((await refused(cast.tryToSignIn(cast.anna.email, OWN_PASSWORD))).status).toBe(503)
    override(cast.app.services.passwordHasher, passwordHasher)
    await cast.tryToSignIn(cast.anna.email, OWN_PASSWORD)
  })
})

describe('another organization', () => {
  /** Southwind, where Anna is a contact under the same address, with a password of her own there. */
  async function openTwoPortals() {
    const cast = await openPortal()
    const { owner, organization } = cast
    const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
    const inSouth = async <T>(work: () => Promise<T>) => {
      const go = (organizationId: string) =>
        owner.call(staffSessionApi.switchOrganization, { body: { organizationId } })
      await go(south.id)
      const result = await work()
      await go(organization.id)
      return result
    }
    const password = await inSouth(async () => {
      const customer = await cast.addCustomer('Zinc')
      return cast.issue(await cast.addContact(customer, { email: cast.anna.email, firstName: 'Anna' }))
    })
    return { ...cast, south, southPassword: password }
  }

  test('is another door: its passwords and sessions open nothing here, and ours nothing there', async () => {
    const { anna, settle, south, southPassword, tryToSignIn, visitor, params } = await openTwoPortals()
    const north = await settle(anna.atAcme)
    expect((await refused(tryToSignIn(anna.email, southPassword))).status).toBe(401)
    const there = { portal: south.slug }
    const atSouth = (password: string) =>
      visitor().call(portalApi.signIn, { params: there, body: { email: anna.email, password } })
    expect((await refused(atSouth(OWN_PASSWORD))).status).toBe(401)
    expect((await atSouth(southPassword)).mustChoosePassword).toBe(true)

    // The cookie under the other portal's name, as an attacker would send it.
    const forged = visitor()
    for (const [name, token] of north.cookies)
      forged.cookies.set(name.replace(params.portal, south.slug), token)
    expect((await refused(who(forged, south.slug))).code).toBe('not-signed-in')
    expect((await who(north, params.portal)).person.email).toBe(anna.email)
  })

  test('that does not exist has no door', async () => {
    const { visitor, anna } = await openPortal()
    for (const portal of ['nowhere', 'No Where', 'a\u0000b']) {
      const params = { portal }
      const calls = [
        () => visitor().call(portalApi.door, { params }),
        () => visitor().call(portalApi.signIn, { params, body: { email: anna.email, password: WRONG } }),
        () => visitor().call(portalApi.sendPasswordLink, { params, body: { email: anna.email } }),
      ]
      for (const call of calls) expect((await refused(call())).status, portal).toBe(404)
    }
  })
})

test('the door shows the name and colour of the organization and who to write to, and no more', async () => {
  const { visitor, params, owner } = await openPortal()
  expect((await visitor().call(portalApi.door, { params })).email).toBeNull()
  const { version } = await owner.call(invoicingSettingsApi.read)
  await owner.call(invoicingSettingsApi.change, {
    body: { sellerEmail: 'billing@northwind.example' },
    version,
  })
  expect(await visitor().call(portalApi.door, { params })).toEqual({
    name: 'Northwind',
    slug: 'northwind',
    accentColor: '#1f6feb',
    language: 'en',
    passwordMinLength: 15,
    email: 'billing@northwind.example',
  })
})

/** Counts what takes time, because that would tell a stranger something. */
function countWork({ app: { services } }: Cast) {
  const passwordHasher = { ...services.passwordHasher }
  let done = { verify: 0, hash: 0 }
  override(services.passwordHasher, {
    verify(...given) {
      done.verify += 1
      return passwordHasher.verify(...given)
    },
    hash(password) {
      done.hash += 1
      return passwordHasher.hash(password)
    },
  })
  return {
    since() {
      const work = done
      done = { verify: 0, hash: 0 }
      return work
    },
  }
}

async function behindTheBack(ownerUrl: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** What a sign-in leaves behind. */
async function everySession(client: pg.Client) {
  const { rows } = await client.query<{ kept: string }>(`
    select (select count(*) from portal_sessions) || ' ' || (select count(*) from portal_devices) || ' ' ||
      (select count(*) from journal) || ' ' || (select count(*) from deliveries) as kept`)
  return rows[0]!.kept
}
