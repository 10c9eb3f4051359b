import pg from 'pg'
import { expect, test } from 'vitest'
import { modules } from '../server/app.ts'
import { contactsApi } from '../server/contacts/contacts.api.ts'
import { customersApi } from '../server/customers/customers.api.ts'
import { apiKeysApi } from '../server/api-keys/api-keys.api.ts'
import { newId } from '../server/database/id.ts'
import type { Caller, Endpoint } from '../server/http/endpoint.ts'
import { KEY_SCOPES, scopeFor, type KeyScope } from '../server/http/key-scopes.ts'
import { invoiceBatchesApi } from '../server/invoices/invoice-batches.api.ts'
import { invoicesApi } from '../server/invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../server/invoices/invoicing-settings.api.ts'
import { organizationApi } from '../server/organization/organization.api.ts'
import { paymentsApi } from '../server/payments/payments.api.ts'
import { portalApi } from '../server/portal-access/portal-access.api.ts'
import { remindersApi } from '../server/reminders/reminders.api.ts'
import { staffApi, staffSessionApi } from '../server/staff/staff.api.ts'
import { statementsApi } from '../server/statements/statements.api.ts'
import { webhooksApi } from '../server/webhooks/webhooks.api.ts'
import { openCast, type Cast } from './cast.ts'
import { Refused, type Client } from './client.ts'
import { sampleBody } from './sample-body.ts'
import { LOGO } from './sample-documents.ts'
import { OWNER } from './world.ts'

/**
 * Every declared endpoint, called by every kind of caller, with ids that are their own, a sibling's, another
 * organization's and nobody's. A new endpoint is in here as soon as `app.ts` lists it.
 */

type Kind =
  | 'nobody'
  | 'must choose a password'
  | 'contact of A'
  | 'contact of B'
  | 'deleted contact'
  | 'viewer'
  | 'manager'
  | 'owner'
  | 'owner elsewhere'
type Whose = 'own' | 'sibling' | 'foreign' | 'unknown'

const WHOSE: Whose[] = ['own', 'sibling', 'foreign', 'unknown']
const endpoints = modules.map(({ endpoint }) => endpoint)

/** Who gets past the door of an endpoint: the table that all of this checks. */
const EVERYBODY: Kind[] = [
  'nobody',
  'must choose a password',
  'contact of A',
  'contact of B',
  'deleted contact',
  'viewer',
  'manager',
  'owner',
  'owner elsewhere',
]

const ADMITTED: Record<Caller, Kind[]> = {
  anyone: EVERYBODY,
  // A session neither helps nor hinders.
  machine: EVERYBODY,
  choosing: ['must choose a password', 'contact of A', 'contact of B'],
  portal: ['contact of A', 'contact of B'],
  viewer: ['viewer', 'manager', 'owner', 'owner elsewhere'],
  manager: ['manager', 'owner', 'owner elsewhere'],
  owner: ['owner', 'owner elsewhere'],
}

test('no endpoint lets in a caller it is not for, and no refusal changes anything', async () => {
  const world = await openMatrix()
  const before = await everything(world.ownerUrl)
  const wrong: string[] = []
  for (const endpoint of endpoints)
    for (const [kind, client] of world.callers) {
      if (ADMITTED[endpoint.caller].includes(kind)) continue
      for (const whose of WHOSE) {
        const answer = await attempt(client, endpoint, world.ids[whose])
        const expected =
          endpoint.caller === 'portal' && kind === 'must choose a password'
            ? [403, 401]
            : refusals(endpoint, kind)
        if (!expected.includes(answer.status)) wrong.push(told(endpoint, kind, whose, answer))
      }
    }
  expect(wrong).toEqual([])
  expect(await everything(world.ownerUrl)).toEqual(before)
})

test('a foreign id and an unknown id get the same answer, and it is never a success', async () => {
  const world = await openMatrix()
  const before = await everything(world.ownerUrl)
  const wrong: string[] = []
  for (const endpoint of endpoints.filter(({ path, caller }) => path.includes(':') && forSession(caller)))
    for (const [kind, client] of world.callers) {
      if (!ADMITTED[endpoint.caller].includes(kind) || kind === 'owner elsewhere') continue
      const [foreign, unknown] = [
        await attempt(client, endpoint, world.ids.foreign),
        await attempt(client, endpoint, world.ids.unknown),
      ]
      if (foreign.status < 400) wrong.push(told(endpoint, kind, 'foreign', foreign))
      if (foreign.status !== unknown.status || foreign.said !== unknown.said)
        wrong.push(
          `${told(endpoint, kind, 'foreign', foreign)} but ${told(endpoint, kind, 'unknown', unknown)}`,
        )
    }
  expect(wrong).toEqual([])
  expect(await everything(world.ownerUrl)).toEqual(before)
})

test('the owner of another organization reaches nothing of this one', async () => {
  const world = await openMatrix()
  const elsewhere = world.callers.get('owner elsewhere')!
  const before = await everything(world.ownerUrl, world.organization.id)
  const wrong: string[] = []
  for (const endpoint of endpoints.filter((one) => namesAnId(one) && forSession(one.caller)))
    for (const whose of ['own', 'sibling'] as const) {
      const answer = await attempt(elsewhere, endpoint, world.ids[whose])
      if (![401, 404].includes(answer.status)) wrong.push(told(endpoint, 'owner elsewhere', whose, answer))
    }
  expect(wrong).toEqual([])
  expect(await everything(world.ownerUrl, world.organization.id)).toEqual(before)
})

test('everybody an endpoint is for gets past its door, and nothing sent ends in an error of the server', async () => {
  const world = await openMatrix()
  const wrong: string[] = []
  // Endpoints that end a caller's own session come last.
  const gentlestFirst = endpoints.toSorted((a, b) => harm(a) - harm(b))
  for (const endpoint of gentlestFirst)
    for (const [kind, client] of world.callers) {
      if (!ADMITTED[endpoint.caller].includes(kind) || kind === 'owner elsewhere') continue
      const answer = await attempt(client, endpoint, world.ids.own)
      const doorClosed =
        forSession(endpoint.caller) && harm(endpoint) < 3 && [401, 403].includes(answer.status)
      if (answer.status >= 500 || doorClosed) wrong.push(told(endpoint, kind, 'own', answer))
    }
  expect(wrong).toEqual([])
})

test('a contact sees neither another contact’s customers nor their sessions', async () => {
  const world = await openMatrix()
  const [a, b] = [world.callers.get('contact of A')!, world.callers.get('contact of B')!]
  const portal = { portal: world.organization.slug }
  const names = async (client: Client) =>
    (await client.call(portalApi.home, { params: portal })).customers.map(({ name }) => name)
  expect(await names(a)).toEqual(['Acme'])
  expect(await names(b)).toEqual(['Birch'])
  const { data } = await b.call(portalApi.sessions, { params: portal })
  const answer = await attempt(a, portalApi.endSession, { ...world.ids.own, sessionId: data[0]!.id })
  expect(answer.status).toBe(404)
})

test('a change needs the Origin of this server, except from other programs, who have no session to misuse', async () => {
  const { owner, visitor, ids } = await openMatrix()
  const wrong: string[] = []
  for (const endpoint of endpoints.filter(({ method }) => method !== 'GET'))
    for (const origin of ['https://evil.example', '']) {
      const client = endpoint.caller === 'machine' ? visitor() : owner
      const { status, code } = await attempt(client, endpoint, ids.own, { origin })
      if ((code === 'wrong-origin') === (endpoint.caller === 'machine'))
        wrong.push(`${endpoint.method} ${endpoint.path} from “${origin}”: ${status}`)
    }
  expect(wrong).toEqual([])
})

test('what an endpoint asks the password for needs it again after half an hour, and is refused before anything happens', async () => {
  const { owner, clock, ids, ownerUrl } = await openMatrix()
  const asking = endpoints.filter(({ fresh }) => fresh?.asks)
  expect(asking.length).toBeGreaterThan(0)
  clock.advance({ minutes: 31 })
  await owner.call(staffSessionApi.read)
  const before = await everything(ownerUrl)
  for (const endpoint of asking) {
    expect(endpoint.fresh!.asks!(sampleBody(endpoint.body!)), endpoint.path).toBe(true)
    expect(await attempt(owner, endpoint, ids.own), endpoint.path).toMatchObject({ code: 'password-needed' })
  }
  expect(await everything(ownerUrl)).toEqual(before)
  await owner.call(staffSessionApi.showPassword, { body: { password: OWNER.password } })
  for (const endpoint of asking)
    expect((await attempt(owner, endpoint, ids.own)).code, endpoint.path).not.toBe('password-needed')
})

const STAFF: Caller[] = ['viewer', 'manager', 'owner']

test('a key opens what its scopes name, and each scope opens something; with all others but the one, the refusal names it', async () => {
  const world = await openMatrix()
  const withScopes = keysOf(world)
  const [every, without] = [await withScopes(KEY_SCOPES), new Map<KeyScope, Client>()]
  for (const scope of KEY_SCOPES)
    without.set(scope, await withScopes(KEY_SCOPES.filter((one) => !grants(one, scope))))
  const wrong: string[] = []
  const opened = new Set<KeyScope>()
  for (const endpoint of endpoints
    .filter(({ caller }) => STAFF.includes(caller))
    .toSorted((a, b) => harm(a) - harm(b))) {
    const scope = scopeFor(endpoint)
    const byKey = async (client: Client) => attempt(client, endpoint, world.ids.own)
    if (scope === null) {
      const answer = await byKey(every)
      if (answer.code !== 'not-for-keys')
        wrong.push(`${told(endpoint, 'owner', 'own', answer)} with every scope`)
      continue
    }
    opened.add(scope)
    const refusal = await byKey(without.get(scope)!)
    if (refusal.code !== 'scope-missing' || !refusal.said.includes(` ${scope}.`))
      wrong.push(`${told(endpoint, 'owner', 'own', refusal)} without ${scope}`)
    const answer = await byKey(every)
    if (answer.status >= 500 || [401, 403].includes(answer.status))
      wrong.push(`${told(endpoint, 'owner', 'own', answer)} with ${scope}`)
  }
  expect(wrong).toEqual([])
  expect([...opened].toSorted()).toEqual(KEY_SCOPES.toSorted())
})

test('a key of another organization reaches nothing of this one, and is answered as if nothing were there', async () => {
  const world = await openMatrix()
  const elsewhere = await keysOf(world, world.callers.get('owner elsewhere')!)(KEY_SCOPES)
  const before = await everything(world.ownerUrl, world.organization.id)
  const wrong: string[] = []
  for (const endpoint of endpoints.filter((one) => scopeFor(one) !== null && namesAnId(one)))
    for (const whose of ['own', 'unknown'] as const) {
      const answer = await attempt(elsewhere, endpoint, world.ids[whose])
      if (answer.status !== 404) wrong.push(told(endpoint, 'owner elsewhere', whose, answer))
    }
  expect(wrong).toEqual([])
  expect(await everything(world.ownerUrl, world.organization.id)).toEqual(before)
})

/** Whether a key with the one scope may do what needs the other. */
const grants = (one: KeyScope, other: KeyScope) => one === other || one === other.replace(':read', ':write')

const keysOf =
  ({ owner }: Matrix, by = owner) =>
  async (scopes: KeyScope[]) =>
    by.withKey((await by.call(apiKeysApi.make, { body: { name: 'Matrix', scopes } })).key)

/** What another system calls something is no id of ours: each organization has its own. */
const namesAnId = ({ path }: Endpoint) => /:\w+Id\b/.test(path) && !path.includes(':externalId')

const forSession = (caller: Caller) => caller !== 'anyone' && caller !== 'machine'

interface Matrix extends Cast {
  callers: Map<Kind, Client>
  ids: Record<Whose, Record<string, string>>
}

async function openMatrix(): Promise<Matrix> {
  const cast = await openCast()
  const { owner, acme, birch, organization } = cast
  const ada = await cast.addContact(acme, { email: 'ada@acme.example', firstName: 'Ada' })
  const bob = await cast.addContact(birch, { email: 'bob@birch.example', firstName: 'Bob' })
  const tom = await cast.addContact(acme, { email: 'tom@acme.example', firstName: 'Tom' })
  const gone = await cast.addContact(acme, { email: 'gone@acme.example', firstName: 'Gone' })
  const contactOfA = await cast.settle(ada)
  const contactOfB = await cast.settle(bob)
  const deleted = await cast.settle(gone)
  await owner.call(contactsApi.delete, { params: { contactId: gone.id } })
  await owner.call(contactsApi.issuePassword, { params: { contactId: tom.id }, body: { generate: true } })
  const temporary = (await cast.deliverMail()).find(({ to }) => to === tom.email)!.password!
  const choosing = await cast.signIn(tom.email, temporary)
  const viewer = await cast.hire('viewer')
  const manager = await cast.hire('manager')

  const elsewhere = cast.visitor()
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const other = await elsewhere.call(organizationApi.found, { body: { name: 'Elsewhere' } })
  await elsewhere.call(staffSessionApi.switchOrganization, { body: { organizationId: other.id } })
  const foreignCustomer = await elsewhere.call(customersApi.add, { body: { name: 'Foreign' } })
  const foreignContact = await elsewhere.call(contactsApi.add, {
    params: { customerId: foreignCustomer.id },
    body: { email: 'ada@acme.example' },
  })
  const foreignStaff = await elsewhere.call(staffApi.list, {})
  const staff = await owner.call(staffApi.list, {})
  const member = (role: string) => staff.data.find((one) => one.role === role)!.id
  await cast.deliverMail()
  for (const [seller, customerId] of [
    [owner, acme.id],
    [elsewhere, foreignCustomer.id],
  ] as const) {
    await invoiceAndPay(seller, customerId)
    await tellPrograms(seller)
  }
  await cast.app.services.longWork.settled()
  const rows = await rowIds(cast.ownerUrl, organization.id, other.id)

  return {
    ...cast,
    callers: new Map<Kind, Client>([
      ['nobody', cast.visitor()],
      ['must choose a password', choosing],
      ['contact of A', contactOfA],
      ['contact of B', contactOfB],
      ['deleted contact', deleted],
      ['viewer', viewer],
      ['manager', manager],
      ['owner', owner],
      ['owner elsewhere', elsewhere],
    ]),
    ids: {
      own: {
        portal: organization.slug,
        token: 'A'.repeat(66),
        number: '1',
        customerId: acme.id,
        contactId: ada.id,
        memberId: member('viewer'),
        ...rows.own,
      },
      sibling: {
        portal: organization.slug,
        token: 'A'.repeat(66),
        number: '1',
        customerId: birch.id,
        contactId: bob.id,
        memberId: member('manager'),
        ...rows.own,
      },
      foreign: {
        portal: other.slug,
        token: 'A'.repeat(66),
        number: '1',
        customerId: foreignCustomer.id,
        contactId: foreignContact.id,
        memberId: foreignStaff.data[0]!.id,
        ...rows.foreign,
      },
      unknown: {
        portal: 'nowhere',
        token: 'A'.repeat(66),
        number: '1',
        ...Object.fromEntries(
          ['customerId', 'contactId', 'memberId', ...Object.keys(rows.own)].map((name) => [name, newId()]),
        ),
      },
    },
  }
}

/** An invoice that was sent with a logo and is paid in part, a statement of it, and a reminder. */
async function invoiceAndPay(seller: Client, customerId: string) {
  const { version } = await seller.call(invoicingSettingsApi.read, {})
  await seller.call(invoicingSettingsApi.change, { version, body: { logo: LOGO } })
  const lines = [{ description: 'Work', unitPriceMinor: 1000 }]
  const { id } = await seller.call(invoicesApi.add, { body: { customerId, lines } })
  await seller.call(invoicesApi.issue, { params: { invoiceId: id } })
  await seller.call(invoiceBatchesApi.add, { body: { invoiceIds: [id] } })
  await seller.call(paymentsApi.add, { body: { customerId, amountMinor: 100 } })
  await seller.call(statementsApi.add, { params: { customerId }, body: { send: false } })
  const step = { days: 3, subject: 'Soon', message: 'Please' }
  await seller.call(remindersApi.addStep, { body: step })
}

/** A webhook, with a message that waits. */
async function tellPrograms(seller: Client) {
  const { id } = await seller.call(webhooksApi.add, { body: { url: 'https://hooks.example/' } })
  await seller.call(webhooksApi.sendTest, { params: { webhookId: id } })
}

interface Answer {
  status: number
  /** The problem's words, or nothing. */
  said: string
  code?: string | undefined
}

/** What a path counts within something that has an id, and what another system calls something. */
const PLACES: Record<string, string> = { number: '1', externalId: 'sample' }

async function attempt(
  client: Client,
  endpoint: Endpoint,
  ids: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const said = ids[name] ?? PLACES[name]
    if (!said) throw new Error(`teach test/access.test.ts an id for :${name} of ${endpoint.path}`)
    return said
  })
  const body = endpoint.upload
    ? { payload: 'Name,E-mail\nSample,sample@sample.example\n', type: endpoint.upload.types[0]! }
    : endpoint.body && { payload: JSON.stringify(sampleBody(endpoint.body)), type: 'application/json' }
  try {
    const { status } = await client.send(endpoint.method, path, {
      ...body,
      headers: { ...(endpoint.ifMatch && { 'if-match': '"1"' }), ...headers },
    })
    return { status, said: '' }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { status: error.status, said: error.problem.detail, code: error.code }
  }
}

/**
 * A caller of the wrong kind has no session as far as the endpoint can see; one of the right kind has too low a role.
 */
function refusals({ caller }: Endpoint, kind: Kind): number[] {
  const isStaff = ['viewer', 'manager', 'owner', 'owner elsewhere'].includes(kind)
  const forStaff = ['viewer', 'manager', 'owner'].includes(caller)
  return isStaff && forStaff ? [403] : [401]
}

/** How much an endpoint may take away from later calls: 3 may end sessions. */
function harm({ method, path }: Endpoint): number {
  if (method === 'GET') return 0
  return method === 'DELETE' || /password|session|invitation|setup|staff/.test(path) ? 3 : 1
}

function told(endpoint: Endpoint, kind: Kind, whose: Whose, { status, said }: Answer): string {
  return `${endpoint.method} ${endpoint.path} by ${kind} with ${whose} ids: ${status} ${said}`
}

/**
 * A fingerprint of every row, by table: a refused call must leave them as they were. Counters of attempts are
 * nobody's data, and that a call was refused is recorded.
 */
async function everything(ownerUrl: string, organizationId?: string): Promise<Record<string, string>> {
  return asOwner(ownerUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string; of_tenant: boolean }>(`
      select c.relname as name, exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as of_tenant
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'throttles'`)
    const prints: Record<string, string> = {}
    for (const { name, of_tenant } of tables) {
      if (organizationId && !of_tenant) continue
      const { rows } = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${name} t
         where ${organizationId ? `organization_id = '${organizationId}'` : 'true'}
           ${name === 'journal' ? 'and repeat_key is null' : ''}`,
      )
      prints[name] = rows[0]!.print
    }
    return prints
  })
}

/** An id of each kind of row that a path may name, in this organization and in the other. */
async function rowIds(ownerUrl: string, own: string, foreign: string) {
  const tables = {
    deliveryId: 'deliveries',
    messageId: 'deliveries',
    importId: 'imports',
    sessionId: 'portal_sessions',
    invoiceId: 'invoices',
    batchId: 'invoice_batches',
    paymentId: 'payments',
    statementId: 'statements',
    stepId: 'reminder_steps',
    logoId: 'logos',
    apiKeyId: 'api_keys',
    webhookId: 'webhooks',
    webhookMessageId: 'webhook_messages',
  }
  return asOwner(ownerUrl, async (client) => {
    const idsOf = async (organizationId: string) => {
      const ids: Record<string, string> = {}
      for (const [name, table] of Object.entries(tables)) {
        const { rows } = await client.query<{ id: string }>(
          `select id from ${table} where organization_id = $1 order by id limit 1`,
          [organizationId],
        )
        ids[name] = rows[0]?.id ?? newId()
      }
      return ids
    }
    return { own: await idsOf(own), foreign: await idsOf(foreign) }
  })
}

async function asOwner<T>(ownerUrl: string, look: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await look(client)
  } finally {
    await client.end()
  }
}
