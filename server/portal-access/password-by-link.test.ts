import { describe, expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { override } from '../../test/override.ts'
import { contactsApi, type Contact } from '../contacts/contacts.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { portalApi } from './portal-access.api.ts'

const NEXT_PASSWORD = 'quiet lanterns drift upstream'

async function openPortal() {
  const cast = await openCast()
  const params = { portal: cast.organization.slug }
  const ask = (email: string, browser = cast.visitor()) =>
    browser.call(portalApi.sendPasswordLink, { params, body: { email } })
  return {
    ...cast,
    params,
    ask,
    async askedToken(email: string): Promise<string> {
      await ask(email)
      return (await cast.deliverMail()).find(({ to, token }) => to === email && token)!.token!
    },
    use: (token: string, password = NEXT_PASSWORD, portal = params.portal) =>
      cast.visitor().call(portalApi.setPasswordByLink, { params: { portal }, body: { token, password } }),
    issue: (contact: Contact) =>
      cast.owner.call(contactsApi.issuePassword, {
        params: { contactId: contact.id },
        body: { generate: true },
      }),
  }
}

describe('a link for a forgotten password', () => {
  test('sets a new one, once; until then the old one works', async () => {
    const { anna, settle, askedToken, use, signIn, params, deliverMail, owner } = await openPortal()
    const browser = await settle(anna.atAcme)
    const token = await askedToken(anna.email)
    await signIn(anna.email, OWN_PASSWORD)
    await use(token)

    expect((await refused(browser.call(portalApi.session, { params }))).status).toBe(401)
    expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
    await signIn(anna.email, NEXT_PASSWORD)
    expect((await refused(use(token, 'yet another good password'))).code).toBe('link-dead')
    expect((await deliverMail()).map(({ subject }) => subject)).toEqual([
      'New sign-in to Northwind',
      'Your password for Northwind was changed',
    ])
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    const actions = data.map(({ action }) => action)
    expect(actions).toContain('portal-access.password-link-sent')
    expect(actions).toContain('portal-access.password-set-by-link')
    expect(JSON.stringify(data)).not.toContain(token)
  })

  test('signs nobody in', async () => {
    const { anna, settle, askedToken, visitor, params } = await openPortal()
    await settle(anna.atAcme)
    const browser = visitor()
    const token = await askedToken(anna.email)
    await browser.call(portalApi.setPasswordByLink, { params, body: { token, password: NEXT_PASSWORD } })
    expect([...browser.cookies.keys()]).toEqual([expect.stringContaining('-device-')])
    expect((await refused(browser.call(portalApi.session, { params }))).code).toBe('not-signed-in')
  })

  test('is written after the answer, which no letter delays however busy the database is', async () => {
    const { anna, settle, ask, app, deliverMail } = await openPortal()
    await settle(anna.atAcme)
    await deliverMail()
    const begun: (() => Promise<void>)[] = []
    override(app.services.afterAnswer, { add: (work) => void begun.push(work) })
    await ask(anna.email)
    await ask('nobody@elsewhere.example')
    expect(await deliverMail()).toEqual([])
    expect(begun).toHaveLength(1)
    await begun[0]!()
    expect((await deliverMail()).map(({ to }) => to)).toEqual([anna.email])
  })

  test('is asked for with the same answer by everybody, and mailed only to who has access', async () => {
    const { anna, settle, issue, ask, owner, acme, addContact, deliverMail } = await openPortal()
    const add = (email: string) => addContact(acme, { email })
    const [locked, inactive, never, expired] = [
      await add('locked@x.example'),
      await add('inactive@x.example'),
      await add('never@x.example'),
      await add('expired@x.example'),
    ]
    for (const contact of [locked, inactive, expired]) await issue(contact)
    await owner.call(contactsApi.takeAccessAway, { params: { contactId: locked.id } })
    await owner.call(contactsApi.delete, { params: { contactId: inactive.id } })
    await settle(anna.atAcme)
    await deliverMail()

    const answers = []
    for (const email of [
      anna.email,
      locked.email,
      inactive.email,
      never.email,
      'nobody@x.example',
      'no address',
    ])
      answers.push(await ask(email))
    expect(new Set(answers.map(({ message }) => message)).size).toBe(1)
    expect((await deliverMail()).map(({ to }) => to)).toEqual([anna.email])
    // A person who let a temporary password expire may help themselves.
    await ask(expired.email)
    expect((await deliverMail()).map(({ to }) => to)).toEqual([expired.email])
  })

  test('takes as long to ask for as the answer’s own time, whether a letter is written or not', async () => {
    const { anna, settle, ask } = await openPortal()
    await settle(anna.atAcme)
    const took = async (email: string) => {
      const start = performance.now()
      await ask(email)
      return performance.now() - start
    }
    // The pause makes both equal: it is far longer than the work, and only over after it.
    expect(await took(anna.email)).toBeGreaterThan(249)
    expect(await took('nobody@x.example')).toBeGreaterThan(249)
  })

  test('is no longer valid after an hour', async () => {
    const { anna, settle, askedToken, use, clock, signIn } = await openPortal()
    await settle(anna.atAcme)
    const token = await askedToken(anna.email)
    clock.advance({ minutes: 60 })
    expect((await refused(use(token))).code).toBe('link-dead')
    await signIn(anna.email, OWN_PASSWORD)
  })

  test('is not spoilt by somebody who asks for another, and once one is used all are dead', async () => {
    const { anna, settle, ask, askedToken, use, deliverMail, signIn } = await openPortal()
    await settle(anna.atAcme)
    const first = await askedToken(anna.email)
    await ask(anna.email)
    const [newer] = (await deliverMail()).filter(({ token }) => token)
    await use(first)
    expect((await refused(use(newer!.token!))).code).toBe('link-dead')
    expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
  })

  test('leaves a temporary password that is on its way alone', async () => {
    const { anna, issue, ask, deliverMail, signIn } = await openPortal()
    await issue(anna.atAcme)
    await ask(anna.email)
    const letters = await deliverMail()
    expect(letters).toHaveLength(2)
    await signIn(anna.email, letters.find(({ password }) => password)!.password!)
  })

  test.each(['takeAccessAway', 'issuePassword', 'delete'] as const)('dies with %s', async (how) => {
    const { anna, settle, askedToken, use, owner } = await openPortal()
    await settle(anna.atAcme)
    const token = await askedToken(anna.email)
    const contactIds = how === 'delete' ? [anna.atAcme.id, anna.atBirch.id] : [anna.atAcme.id]
    for (const contactId of contactIds)
      await owner.call(contactsApi[how] as typeof contactsApi.issuePassword, {
        params: { contactId },
        ...((how === 'issuePassword' && { body: { generate: true } }) as { body: { generate: true } }),
      })
    expect((await refused(use(token))).code).toBe('link-dead')
  })

  test('used twice at once sets one password', async () => {
    const { anna, settle, askedToken, use, signIn } = await openPortal()
    await settle(anna.atAcme)
    const token = await askedToken(anna.email)
    const chosen = [NEXT_PASSWORD, 'yet another good password']
    const outcomes = await Promise.allSettled(chosen.map((password) => use(token, password)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
    await signIn(anna.email, chosen[won]!)
    expect((await refused(signIn(anna.email, chosen[1 - won]!))).status).toBe(401)
  })

  test('is not used up by a password that is refused', async () => {
    const { anna, settle, askedToken, use } = await openPortal()
    await settle(anna.atAcme)
    const token = await askedToken(anna.email)
    expect((await refused(use(token, 'short'))).problem.errors?.[0]?.pointer).toBe('/password')
    await use(token)
  })

  test('cannot be asked for without end; a known browser has a count of its own', async () => {
    const { anna, settle, ask, visitor } = await openPortal()
    const browser = await settle(anna.atAcme)
    for (const email of [anna.email, 'nobody@x.example']) {
      for (let count = 0; count < 5; count += 1) await ask(email, visitor('203.0.113.66'))
      expect((await refused(ask(email, visitor('203.0.113.66')))).status).toBe(429)
    }
    await ask(anna.email, browser)
  })
})

describe('a link that staff send instead of a password', () => {
  test('sets the first password, and says the same as any dead one once access is taken away', async () => {
    const { anna, issue, use, owner, deliverMail, signIn, clock } = await openPortal()
    const { version } = await owner.call(organizationApi.read)
    await owner.call(organizationApi.change, { version, body: { credentialMail: 'link' } })
    await issue(anna.atAcme)
    const token = (await deliverMail()).find((letter) => letter.token)!.token!
    const params = { contactId: anna.atAcme.id }
    await owner.call(contactsApi.takeAccessAway, { params })
    const [locked, unknown] = [await refused(use(token)), await refused(use(token.slice(0, -4) + 'AAAA'))]
    expect([locked.status, locked.problem]).toEqual([unknown.status, unknown.problem])
    await owner.call(contactsApi.giveAccessBack, { params })
    clock.advance({ hours: 71 })
    await use(token)
    await signIn(anna.email, NEXT_PASSWORD)
  })
})

test('a token that nobody has costs no hash, and one of another organization opens nothing', async () => {
  const { app, anna, settle, askedToken, use, owner } = await openPortal()
  await settle(anna.atAcme)
  const token = await askedToken(anna.email)
  const south = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const passwordHasher = { ...app.services.passwordHasher }
  override(app.services.passwordHasher, {
    hash: () => Promise.reject(new Error('hashed')),
    verify: () => Promise.reject(new Error('verified')),
  })
  for (const dead of ['', 'x', 'A'.repeat(64), token.slice(0, 30) + 'A'.repeat(34)])
    expect((await refused(use(dead))).code).toBe('link-dead')
  expect((await refused(use(token, NEXT_PASSWORD, south.slug))).code).toBe('link-dead')
  override(app.services.passwordHasher, passwordHasher)
  await use(token)
})
