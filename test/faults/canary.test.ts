import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { deliveriesApi } from '../../server/mail/deliveries/deliveries.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { staffApi, staffSessionApi } from '../../server/staff/staff.api.ts'
import { refused, type Client } from '../client.ts'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { readLetter, readLetters, type ReadLetter } from '../letters.ts'
import { OWNER } from '../world.ts'
import { PATIENT } from '../patience.ts'
import { findSecrets, readFolder } from './find-secret.ts'
import { openInstallation, ROOT, type Installation } from './installation.ts'

/** Typed by somebody. With characters that each encoding writes in its own way. */
const TYPED = 'Größe=5 & wide "amber" seas'
const CHOSEN = 'a quiet walrus hums: 99% π'
const CHANGED = 'kettles <dream> of lemon+ice'
const BY_LINK = 'nineteen soft umbrellas, wet'
const FORGOTTEN = 'forty pale lanterns / drift'
const JOINED = 'velvet otters paint a shed!'
const STAFF_FORGOTTEN = 'copper snails read poetry ~'
const MISTYPED = 'granite pigeons sing opera #'
const TOO_SHORT_TO_TAKE = 'wharf-mango-91'

test(
  'a secret is nowhere but in its mail: not in the data folder with its log, not in what is printed, not in a backup',
  { timeout: 900_000 },
  async () => {
    const installation = await openInstallation({ LOG_LEVEL: 'trace' })
    await installation.start()
    const owner = await installation.setUp()
    const seen = new Set<string>()
    const mail = mailOf(() => readLetters(join(installation.dataDir, 'mailbox'), seen))
    const world = { installation, owner, mail }

    const secrets: Record<string, string> = {
      'the owner’s password': OWNER.password,
      ...(await liveThroughPasswords(world)),
      ...(await liveThroughLinks(world)),
      ...(await liveThroughStaff(world)),
      ...cookiesOf('the owner', owner),
    }
    const places = await everywhere(installation)
    const hits = findSecrets(places, secrets)
    expect(hits.filter((hit) => !hit.startsWith('mailbox/'))).toEqual([])

    // The mail has them, and what is not secret is found everywhere: a leaked secret would have been found, too.
    expect(hits.length).toBeGreaterThanOrEqual(6)
    const email = { 'an address': 'anna@canary.example' }
    const found = findSecrets(places, email).join('\n')
    expect(found).toMatch(/^postgresql\/base\//m)
    expect(found).toMatch(/^postgresql\/pg_wal\//m)
    expect(found).toMatch(/^backup: an address as raw$/m)
    expect(installation.printed().length).toBeGreaterThan(100)

    // And what is left of a password costs whoever has the database as much as it should.
    const hashes = await installation.look<{ hash: string }>(
      `select password_hash as hash from staff_accounts
       union all select password_hash from portal_access where password_hash is not null`,
    )
    expect(hashes.length).toBeGreaterThanOrEqual(3)
    for (const { hash } of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  },
)

test(
  'while its mail cannot go out it waits sealed, and once it went out it is nowhere at all',
  { timeout: 900_000 },
  async () => {
    const smtp = await openFaultySmtp()
    smtp.fail({ at: 'rcpt', do: '451 Not now' })
    const installation = await openInstallation({ LOG_LEVEL: 'trace', SMTP_URL: smtp.url })
    await installation.start()
    const owner = await installation.setUp()
    const customer = await owner.call(customersApi.add, { body: { name: 'Acme' } })
    const add = (email: string, portalPassword: { generate: true } | { password: string }) =>
      owner.call(contactsApi.add, { params: { customerId: customer.id }, body: { email, portalPassword } })
    await add('anna@canary.example', { generate: true })
    await add('bert@canary.example', { password: TYPED })
    await mailLinks(owner)
    await add('cleo@canary.example', { generate: true })
    await owner.call(staffApi.invite, {
      body: { name: 'Max', email: 'max@canary.example', role: 'manager' },
    })
    const waiting = await queuedAfterATry(owner, 4)
    const whileQueued = await everywhere(installation)

    smtp.work()
    for (const { id } of waiting) await owner.call(deliveriesApi.sendAgain, { params: { deliveryId: id } })
    await vi.waitFor(() => expect(smtp.messages).toHaveLength(4), PATIENT)
    await vi.waitFor(async () => expect(await queued(owner)).toEqual([]), PATIENT)
    const letters = await Promise.all(smtp.messages.map(({ raw }) => readLetter(Buffer.from(raw, 'latin1'))))
    const of = (to: string) => letters.find((letter) => letter.to === to)!
    const secrets = {
      'a generated password': of('anna@canary.example').password!,
      'a typed password': TYPED,
      'a link': secretOf(of('cleo@canary.example')),
      'an invitation': secretOf(of('max@canary.example')),
    }
    expect(findSecrets(whileQueued, secrets)).toEqual([])
    expect(findSecrets(await everywhere(installation), secrets)).toEqual([])
    await smtp.close()
  },
)

interface CanaryWorld {
  installation: Installation
  owner: Client
  /** The next letter to an address. */
  mail(to: string): Promise<ReadLetter>
}

const PORTAL = { portal: 'northwind' }

/** Generated, typed, and chosen by the contact; mistyped and refused ones, too. */
async function liveThroughPasswords({ installation, owner, mail }: CanaryWorld) {
  const customer = await owner.call(customersApi.add, { body: { name: 'Acme' } })
  const email = 'anna@canary.example'
  const contact = await owner.call(contactsApi.add, {
    params: { customerId: customer.id },
    body: { email, portalPassword: { generate: true } },
  })
  const generated = (await mail(email)).password!

  const params = { contactId: contact.id }
  await owner.call(contactsApi.issuePassword, { params, body: { password: TYPED } })
  await mail(email)
  // Refused, for a body that is wrong in several ways.
  await refused(owner.call(contactsApi.issuePassword, { params, body: { password: TOO_SHORT_TO_TAKE } }))
  const path = `/v1/contacts/${contact.id}/password`
  for (const payload of [`{"password":"${MISTYPED}"`, `{"passwort":"${MISTYPED}"}`, `["${MISTYPED}"]`])
    await refused(owner.send('POST', path, { payload, type: 'application/json' }))

  const anna = installation.visitor()
  await refused(anna.call(portalApi.signIn, { params: PORTAL, body: { email, password: MISTYPED } }))
  await anna.call(portalApi.signIn, { params: PORTAL, body: { email, password: TYPED } })
  await anna.call(portalApi.choosePassword, { params: PORTAL, body: { password: CHOSEN } })
  await anna.call(portalApi.changePassword, {
    params: PORTAL,
    body: { currentPassword: CHOSEN, newPassword: CHANGED },
  })
  await anna.call(portalApi.sendPasswordLink, { params: PORTAL, body: { email } })
  const token = await until(
    () => mail(email),
    ({ token: found }) => found,
  )
  await anna.call(portalApi.setPasswordByLink, { params: PORTAL, body: { token, password: FORGOTTEN } })
  return {
    'a generated password': generated,
    'a typed password': TYPED,
    'a refused password': TOO_SHORT_TO_TAKE,
    'a mistyped password': MISTYPED,
    'a chosen password': CHOSEN,
    'a changed password': CHANGED,
    'a link for a forgotten password': token,
    'a password set by that link': FORGOTTEN,
    ...cookiesOf('a contact', anna),
  }
}

/** Where the organization mails links instead of passwords. */
async function liveThroughLinks({ installation, owner, mail }: CanaryWorld) {
  await mailLinks(owner)
  const customer = await owner.call(customersApi.add, { body: { name: 'Birch' } })
  const email = 'cleo@canary.example'
  await owner.call(contactsApi.add, {
    params: { customerId: customer.id },
    body: { email, portalPassword: { generate: true } },
  })
  const token = secretOf(await mail(email))
  const body = { token, password: BY_LINK }
  await installation.visitor().call(portalApi.setPasswordByLink, { params: PORTAL, body })
  return { 'an issued link': token, 'a password set by an issued link': BY_LINK }
}

async function liveThroughStaff({ installation, owner, mail }: CanaryWorld) {
  const email = 'max@canary.example'
  await owner.call(staffApi.invite, { body: { name: 'Max', email, role: 'manager' } })
  const invitation = secretOf(await mail(email))
  const max = installation.visitor()
  await max.call(staffApi.acceptInvitation, { body: { token: invitation, password: JOINED } })
  await max.call(staffSessionApi.sendPasswordLink, { body: { email } })
  const link = await until(
    () => mail(email),
    ({ token }) => token,
  )
  await max.call(staffSessionApi.setPasswordByLink, { body: { token: link, password: STAFF_FORGOTTEN } })
  await max.call(staffSessionApi.signIn, { body: { email, password: STAFF_FORGOTTEN } })
  return {
    'an invitation': invitation,
    'a staff member’s password': JOINED,
    'a staff member’s link': link,
    'a staff member’s password set by link': STAFF_FORGOTTEN,
    ...cookiesOf('a staff member', max),
  }
}

async function mailLinks(owner: Client) {
  const { version } = await owner.call(organizationApi.read)
  await owner.call(organizationApi.change, { body: { credentialMail: 'link' }, version })
}

const cookiesOf = (whose: string, client: Client) =>
  Object.fromEntries([...client.cookies].map(([name, value]) => [`${whose}’s cookie ${name}`, value]))

function secretOf({ token }: ReadLetter): string {
  expect(token).toMatch(/^[\w-]{64}$/)
  return token!
}

function mailOf(readNew: () => Promise<ReadLetter[]>) {
  const letters: ReadLetter[] = []
  return async (to: string) => {
    let letter: ReadLetter | undefined
    await vi.waitFor(async () => {
      letters.push(...(await readNew()))
      letter = letters.find((one) => one.to === to)
      expect(letter).toBeDefined()
    }, PATIENT)
    letters.splice(letters.indexOf(letter!), 1)
    return letter!
  }
}

/** Notices come in between. */
async function until(next: () => Promise<ReadLetter>, look: (letter: ReadLetter) => string | null) {
  for (;;) {
    const found = look(await next())
    if (found) return found
  }
}

const queued = async (owner: Client) =>
  (await owner.call(deliveriesApi.list, { query: { state: 'queued' } })).data

async function queuedAfterATry(owner: Client, count: number) {
  await vi.waitFor(async () => {
    const tried = (await queued(owner)).filter(({ attemptCount }) => attemptCount > 0)
    expect(tried).toHaveLength(count)
  }, PATIENT)
  return queued(owner)
}

/** The data folder with PostgreSQL's files, its write-ahead log and its own log; what was printed; a backup. */
async function everywhere(installation: Installation): Promise<Map<string, Buffer>> {
  await installation.look('checkpoint')
  const file = join(installation.dataDir, 'backup.gz')
  await promisify(execFile)(process.execPath, ['dist/server/backup-command.js', 'backup', file], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: installation.dataDir },
  })
  const backup = gunzipSync(readFileSync(file))
  await rm(file)
  return new Map([
    ...readFolder(installation.dataDir),
    ['printed', Buffer.from(installation.printed())],
    ['backup', backup],
  ])
}
