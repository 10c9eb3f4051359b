import { describe, expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { override } from '../../test/override.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { portalApi } from './portal-access.api.ts'

const NEXT_PASSWORD = 'quiet lanterns drift upstream'

async function openPortal() {
  const cast = await openCast()
  const params = { portal: cast.organization.slug }
  return {
    ...cast,
    params,
    async issue(): Promise<string> {
      await cast.owner.call(contactsApi.issuePassword, {
        params: { contactId: cast.anna.atAcme.id },
        body: { generate: true },
      })
      return (await cast.deliverMail()).find(({ password }) => password)!.password!
    },
    choose: (browser: Client, password: string) =>
      browser.call(portalApi.choosePassword, { params, body: { password } }),
    change: (browser: Client, currentPassword: string, newPassword: string) =>
      browser.call(portalApi.changePassword, { params, body: { currentPassword, newPassword } }),
    async tokenIsDead(browser: Client, cookies: Map<string, string>) {
      const thief = cast.visitor()
      for (const [name, token] of cookies) thief.cookies.set(name, token)
      expect((await refused(thief.call(portalApi.session, { params }))).status).toBe(401)
      expect((await browser.call(portalApi.session, { params })).mustChoosePassword).toBe(false)
    },
  }
}

describe('choosing a password in place of the temporary one', () => {
  test('makes it the only one that works, in a session with a new token', async () => {
    const { anna, issue, signIn, choose, read, tokenIsDead, owner } = await openPortal()
    const temporary = await issue()
    const [browser, elsewhere] = [await signIn(anna.email, temporary), await signIn(anna.email, temporary)]
    const before = new Map(browser.cookies)
    expect((await choose(browser, OWN_PASSWORD)).mustChoosePassword).toBe(false)

    await tokenIsDead(browser, before)
    await tokenIsDead(browser, elsewhere.cookies)
    expect((await refused(signIn(anna.email, temporary))).status).toBe(401)
    await signIn(anna.email, OWN_PASSWORD)
    expect((await read(anna.atAcme.id)).portalAccess.state).toBe('active')
    const { data } = await owner.call(journalApi.list, { query: { personId: anna.atAcme.personId } })
    expect(data.map(({ action }) => action)).toContain('portal-access.password-chosen')
    expect(JSON.stringify(data)).not.toContain(OWN_PASSWORD)
  })

  test('refuses the temporary one, however it is typed, and everything built from names', async () => {
    const { anna, issue, signIn, choose } = await openPortal()
    const temporary = await issue()
    const browser = await signIn(anna.email, temporary)
    const fullWidth = temporary.replaceAll(/[A-Za-z0-9]/g, (c) =>
      String.fromCodePoint(c.codePointAt(0)! + 0xfee0),
    )
    for (const password of [
      temporary,
      fullWidth,
      'too short',
      'Anna Ash Acme 2026',
      'birch northwind ash',
      'passwordpassword',
    ]) {
      const { status, problem } = await refused(choose(browser, password))
      expect([status, problem.errors?.[0]?.pointer], password).toEqual([400, '/password'])
    }
    await choose(browser, OWN_PASSWORD)
  })

  test('is done once: afterwards the password must be shown to change it', async () => {
    const { anna, issue, signIn, choose } = await openPortal()
    const browser = await signIn(anna.email, await issue())
    await choose(browser, OWN_PASSWORD)
    expect((await refused(choose(browser, NEXT_PASSWORD))).code).toBe('password-already-chosen')
    await signIn(anna.email, OWN_PASSWORD)
  })

  test('twice at once is done by one of them', async () => {
    const { anna, issue, signIn, choose } = await openPortal()
    const temporary = await issue()
    const browsers = [await signIn(anna.email, temporary), await signIn(anna.email, temporary)]
    const chosen = [OWN_PASSWORD, NEXT_PASSWORD]
    const outcomes = await Promise.allSettled(
      browsers.map((browser, index) => choose(browser, chosen[index]!)),
    )
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
    await signIn(anna.email, chosen[won]!)
    expect((await refused(signIn(anna.email, chosen[1 - won]!))).status).toBe(401)
  })

  test('loses against a reset by staff at the same time', async () => {
    const { app, anna, issue, signIn, choose } = await openPortal()
    const browser = await signIn(anna.email, await issue())
    const passwordHasher = { ...app.services.passwordHasher }
    let newest = ''
    override(app.services.passwordHasher, {
      async hash(password) {
        override(app.services.passwordHasher, passwordHasher)
        const hash = await passwordHasher.hash(password)
        newest = await issue()
        return hash
      },
    })
    expect((await refused(choose(browser, OWN_PASSWORD))).status).toBe(401)
    expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
    await signIn(anna.email, newest)
  })
})

describe('changing one’s password', () => {
  test('ends every other session, renews this one, and is reported to the person by mail', async () => {
    const { anna, settle, signIn, change, tokenIsDead, deliverMail } = await openPortal()
    const browser = await settle(anna.atAcme)
    const elsewhere = await signIn(anna.email, OWN_PASSWORD)
    const before = new Map(browser.cookies)
    await change(browser, OWN_PASSWORD, NEXT_PASSWORD)

    await tokenIsDead(browser, before)
    await tokenIsDead(browser, elsewhere.cookies)
    expect((await refused(signIn(anna.email, OWN_PASSWORD))).status).toBe(401)
    await signIn(anna.email, NEXT_PASSWORD)
    const letters = (await deliverMail()).filter(({ subject }) => !subject.startsWith('New sign-in'))
    expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
      [anna.email, 'Your password for Northwind was changed'],
    ])
    expect(letters[0]!.text).not.toContain(NEXT_PASSWORD)
  })

  test('needs the present one, and another than that', async () => {
    const { anna, settle, signIn, change } = await openPortal()
    const browser = await settle(anna.atAcme)
    const pointer = async (call: Promise<unknown>) => (await refused(call)).problem.errors?.[0]?.pointer
    expect(await pointer(change(browser, 'some other password', NEXT_PASSWORD))).toBe('/currentPassword')
    expect(await pointer(change(browser, OWN_PASSWORD, OWN_PASSWORD))).toBe('/newPassword')
    expect(await pointer(change(browser, OWN_PASSWORD, 'short'))).toBe('/newPassword')
    await signIn(anna.email, OWN_PASSWORD)
  })

  test('is no way to guess the present one in somebody else’s session', async () => {
    const { anna, settle, change, clock } = await openPortal()
    const browser = await settle(anna.atAcme)
    clock.advance({ minutes: 30 })
    const statuses = []
    for (let count = 0; count < 17; count += 1)
      statuses.push((await refused(change(browser, `guess number ${count}`, NEXT_PASSWORD))).status)
    expect(statuses).toEqual([...Array.from({ length: 15 }, () => 400), 429, 429])
  })
})
