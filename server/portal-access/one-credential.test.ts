import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { Refused, type Client } from '../../test/client.ts'
import { contactsApi, type Contact } from '../contacts/contacts.api.ts'
import { portalApi } from './portal-access.api.ts'

/**
 * What may happen to a person's credential, in any order. What is not possible at the moment is refused and changes
 * nothing.
 */
const STEPS = [
  'issue',
  'choose',
  'change',
  'ask for a link',
  'use a link',
  'take away',
  'give back',
  'delete and undelete',
  'sign in',
] as const
type Step = (typeof STEPS)[number]

/** What should be true: at most one password, the links asked for beside it, and the sessions opened with it. */
interface Truth {
  password: string | null
  temporary: boolean
  locked: boolean
  links: Set<string>
  sessions: Set<Client>
}

const nothing = (): Truth => ({
  password: null,
  temporary: false,
  locked: false,
  links: new Set(),
  sessions: new Set(),
})

test('whatever happens in whatever order, one password works at most, and nothing that it replaced', async () => {
  const cast = await openCast()
  let count = 0
  const stories = fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { minLength: 3, maxLength: 12 }), async (steps) => {
      const contact = await cast.addContact(cast.acme, { email: `person-${(count += 1)}@x.example` })
      const story = newStory(cast, contact)
      for (const step of steps) await story.take(step)
      await story.check()
    }),
    {
      numRuns: 10,
      examples: [[['issue', 'choose', 'ask for a link', 'issue', 'use a link', 'choose', 'change']]],
    },
  )
  await expect(stories).resolves.toBeUndefined()
})

test('everything at once is a fault nowhere, and leaves no session of a password that was replaced', async () => {
  const cast = await openCast()
  const params = { portal: cast.organization.slug }
  for (let round = 0; round < 4; round += 1) {
    const contact = await cast.addContact(cast.acme, { email: `crowd-${round}@x.example` })
    const staff = { params: { contactId: contact.id } }
    const own = `round ${round} of violet tractors`
    const owners = await cast.settle(contact, own)
    await forgetThrottles(cast.ownerUrl)
    await cast.visitor().call(portalApi.sendPasswordLink, { params, body: { email: contact.email } })
    const token = (await cast.deliverMail()).find((letter) => letter.token)!.token!
    const browsers = Array.from({ length: 3 }, () => cast.visitor())

    await Promise.all(
      [
        ...browsers.map((browser) =>
          browser.call(portalApi.signIn, { params, body: { email: contact.email, password: own } }),
        ),
        cast.owner.call(contactsApi.issuePassword, { ...staff, body: { generate: true } }),
        owners.call(portalApi.changePassword, {
          params,
          body: { currentPassword: own, newPassword: 'changed in the crowd' },
        }),
        cast.visitor().call(portalApi.setPasswordByLink, {
          params,
          body: { token, password: 'set by link in the crowd' },
        }),
        cast.visitor().call(portalApi.sendPasswordLink, { params, body: { email: contact.email } }),
        cast.owner.call(contactsApi.takeAccessAway, staff),
        cast.owner.call(contactsApi.giveAccessBack, staff),
      ].map(works),
    )

    // Whichever came last, one password is left: the contact's own, or the one that staff issued.
    await forgetThrottles(cast.ownerUrl)
    await cast.owner.call(contactsApi.giveAccessBack, staff)
    const opens = await Promise.all(
      [own, 'changed in the crowd', 'set by link in the crowd'].map((password) =>
        works(cast.visitor().call(portalApi.signIn, { params, body: { email: contact.email, password } })),
      ),
    )
    const { state } = (await cast.read(contact.id)).portalAccess
    expect(opens.filter(Boolean).length).toBe(state === 'active' ? 1 : 0)
    for (const browser of [...browsers, owners]) {
      const isIn = await works(browser.call(portalApi.home, { params }))
      if (state !== 'active') expect(isIn).toBe(false)
      if (browser !== owners && !opens[0]) expect(isIn).toBe(false)
    }
  }
})

function newStory(cast: Cast, contact: Contact) {
  const params = { portal: cast.organization.slug }
  const staff = { params: { contactId: contact.id } }
  const passwords: string[] = []
  const links: string[] = []
  const browsers: Client[] = []
  let truth = nothing()

  const chosen = (password: string, by: Client | null): Truth => ({
    ...nothing(),
    password,
    sessions: new Set(by ? [by] : []),
  })
  const newPassword = () => {
    passwords.push(`number ${passwords.length} of violet tractors`)
    return passwords.at(-1)!
  }

  const steps: Record<Step, () => Promise<void>> = {
    async issue() {
      if (
        !(await works(cast.owner.call(contactsApi.issuePassword, { ...staff, body: { generate: true } })))
      ) {
        expect(truth.locked).toBe(true)
        return
      }
      const password = (await lettersTo(contact.email)).find((letter) => letter.password)!.password!
      passwords.push(password)
      truth = { ...nothing(), password, temporary: true }
    },
    async choose() {
      const [browser] = truth.sessions
      const password = newPassword()
      const done = await works(
        (browser ?? cast.visitor()).call(portalApi.choosePassword, { params, body: { password } }),
      )
      expect(done).toBe(browser !== undefined && truth.temporary)
      if (done) truth = chosen(password, browser!)
    },
    async change() {
      const [browser] = truth.sessions
      const newest = newPassword()
      const body = { currentPassword: truth.password ?? 'none', newPassword: newest }
      const done = await works((browser ?? cast.visitor()).call(portalApi.changePassword, { params, body }))
      expect(done).toBe(browser !== undefined && !truth.temporary)
      if (done) truth = chosen(newest, browser!)
    },
    async 'ask for a link'() {
      await cast.visitor().call(portalApi.sendPasswordLink, { params, body: { email: contact.email } })
      const link = (await lettersTo(contact.email)).find(({ token }) => token)?.token
      expect(link !== undefined).toBe(truth.password !== null && !truth.locked)
      if (!link) return
      links.push(link)
      truth.links.add(link)
    },
    async 'use a link'() {
      for (const token of links) {
        const password = newPassword()
        const done = await works(
          cast.visitor().call(portalApi.setPasswordByLink, { params, body: { token, password } }),
        )
        expect(done).toBe(truth.links.has(token))
        if (done) truth = chosen(password, null)
      }
    },
    async 'take away'() {
      const done = await works(cast.owner.call(contactsApi.takeAccessAway, staff))
      expect(done).toBe(truth.password !== null)
      if (done) truth = { ...truth, locked: true, links: new Set(), sessions: new Set() }
    },
    async 'give back'() {
      const done = await works(cast.owner.call(contactsApi.giveAccessBack, staff))
      expect(done).toBe(truth.password !== null)
      if (done) truth = { ...truth, locked: false }
    },
    async 'delete and undelete'() {
      await cast.owner.call(contactsApi.delete, staff)
      await cast.owner.call(contactsApi.undelete, staff)
      truth = nothing()
    },
    async 'sign in'() {
      await signInWith(truth.password ?? 'none')
    },
  }

  async function signInWith(password: string) {
    const browser = cast.visitor()
    const done = await works(
      browser.call(portalApi.signIn, { params, body: { email: contact.email, password } }),
    )
    expect(done, password).toBe(password === truth.password && !truth.locked)
    if (!done) return
    browsers.push(browser)
    truth.sessions.add(browser)
  }

  async function lettersTo(email: string) {
    return (await cast.deliverMail()).filter(({ to }) => to === email)
  }

  return {
    async take(step: Step) {
      await forgetThrottles(cast.ownerUrl)
      await steps[step]()
    },
    async check() {
      for (const browser of browsers)
        expect(await works(browser.call(portalApi.session, { params }))).toBe(truth.sessions.has(browser))
      for (const password of passwords) {
        await forgetThrottles(cast.ownerUrl)
        await signInWith(password)
      }
    },
  }
}

/** Whether a call gets a reply. A fault of the server is not a refusal. */
async function works(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (error instanceof Refused && error.status < 500 && error.status !== 429) return false
    throw error
  }
}

/** They have tests of their own; here they would stop the story. */
async function forgetThrottles(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('delete from throttles')
  await client.end()
}
