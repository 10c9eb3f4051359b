import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { mailboxApi } from '../../server/mail/mailbox/mailbox.api.ts'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { staffApi, staffSessionApi } from '../../server/staff/staff.api.ts'
import { OWN_PASSWORD } from '../cast.ts'
import { refused } from '../client.ts'
import { PATIENT } from '../patience.ts'
import { OWNER, STAFF_PASSWORD } from '../world.ts'
import { openCluster } from './cluster.ts'
import { letMaxIn } from './let-max-in.ts'

const TEMPORARY_PASSWORD = 'grey pelicans count pebbles'
const TIMEOUT = { timeout: 300_000 }

test(
  'signed in at one process is signed in at all; with another role or signed out at one, at all as well',
  TIMEOUT,
  async () => {
    const cluster = await openCluster()
    const { processes, at, start, setUp, visitor, look } = cluster
    const [one, two, three] = processes
    await start()
    const owner = await setUp()
    const { email, browser, addCustomer, becomeViewer } = await letMaxIn(cluster, owner)
    for (const process of processes) await addCustomer(process)
    await becomeViewer(two)
    for (const process of processes)
      await vi.waitFor(async () => expect((await refused(addCustomer(process))).status).toBe(403), PATIENT)

    await look(`update staff_sessions set password_shown_at = password_shown_at - interval '1 hour'`)
    const inviteOwner = (process: typeof one, name: string) =>
      at(process, owner).call(staffApi.invite, {
        body: { name, email: `${name}@northwind.example`, role: 'owner' },
      })
    for (const process of processes)
      await vi.waitFor(
        async () => expect((await refused(inviteOwner(process, 'Olaf'))).code).toBe('password-needed'),
        PATIENT,
      )
    await at(one, owner).call(staffSessionApi.showPassword, { body: { password: OWNER.password } })
    for (const process of processes) await inviteOwner(process, `Owner${process.port}`)

    await at(three, browser).call(staffSessionApi.signOut)
    for (const process of processes)
      await vi.waitFor(
        async () => expect((await refused(at(process, browser).call(staffSessionApi.read))).status).toBe(401),
        PATIENT,
      )
    expect(
      (await visitor().call(staffSessionApi.signIn, { body: { email, password: STAFF_PASSWORD } })).staff
        .role,
    ).toBe('viewer')
  },
)

test(
  'a contact signs in at one process, chooses a password at another, and is out at all once deleted',
  TIMEOUT,
  async () => {
    const { processes, at, start, setUp } = await openCluster()
    const [one, two, three] = processes
    await start()
    const owner = await setUp()
    const portal = { portal: (await owner.call(staffSessionApi.read)).organization.slug }
    const acme = await owner.call(customersApi.add, { body: { name: 'Acme' } })
    const email = 'anna@ash.example'
    const anna = await owner.call(contactsApi.add, {
      params: { customerId: acme.id },
      body: { email, firstName: 'Anna', portalPassword: { password: TEMPORARY_PASSWORD } },
    })

    const browser = at(one)
    await browser.call(portalApi.signIn, { params: portal, body: { email, password: TEMPORARY_PASSWORD } })
    const elsewhere = at(two, browser)
    await elsewhere.call(portalApi.choosePassword, { params: portal, body: { password: OWN_PASSWORD } })
    const home = (process: typeof one) => at(process, elsewhere).call(portalApi.home, { params: portal })
    for (const process of processes) expect((await home(process)).customers).toHaveLength(1)
    await at(three, owner).call(contactsApi.delete, { params: { contactId: anna.id } })
    for (const process of processes) expect((await refused(home(process))).status).toBe(401)
  },
)

test('guesses at a password are counted together, whichever process they reach', TIMEOUT, async () => {
  const { processes, at, start, setUp, visitor } = await openCluster()
  await start()
  await setUp()
  const guess = (browser = visitor()) =>
    refused(browser.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: 'open sesame' } }))
  const statuses = []
  for (let guesses = 0; guesses < 10; guesses++) statuses.push((await guess()).status)
  expect(statuses).toEqual(statuses.map(() => 401))
  for (const process of processes) expect((await guess(at(process))).status).toBe(429)
})

test(
  'without a mail server, processes with one data folder have one built-in mailbox: what any of them sent is read at all',
  TIMEOUT,
  async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'portico-cluster-'))
    onTestFinished(() => rm(DATA_DIR, { recursive: true, force: true }))
    const { processes, at, start, setUp } = await openCluster({ environment: { SMTP_URL: '', DATA_DIR } })
    await start()
    const owner = await setUp()
    const names = ['Max', 'Mia', 'Moe', 'Mona', 'Milo', 'Mara']
    for (const name of names) {
      const email = `${name.toLowerCase()}@northwind.example`
      await owner.call(staffApi.invite, { body: { name, email, role: 'viewer' } })
    }
    for (const process of processes) {
      const there = at(process, owner)
      const letters = async () => (await there.call(mailboxApi.list, {})).data
      await vi.waitFor(async () => expect(await letters()).toHaveLength(names.length), PATIENT)
      for (const { id: deliveryId } of await letters()) {
        const letter = await there.call(mailboxApi.read, { params: { deliveryId } })
        expect(letter.text).toContain('/invitation#')
      }
    }
  },
)
