import {
  expect,
  test as base,
  type APIRequestContext,
  type BrowserContext,
  type Page,
} from '@playwright/test'
import { contactsApi, type Contact, type NewContact } from '../../server/contacts/contacts.api.ts'
import { customersApi, type Customer } from '../../server/customers/customers.api.ts'
import type { BodyFor, Endpoint, ReplyOf } from '../../server/http/endpoint.ts'
import { organizationApi, type Organization } from '../../server/organization/organization.api.ts'
import { setUpApi, staffSessionApi } from '../../server/staff/staff.api.ts'
import type { Sent } from '../client.ts'
import { openPortico, type Mail, type RunningPortico } from './running-portico.ts'

export { expect }

export const OWNER = {
  name: 'Olga Owner',
  email: 'olga@northwind.example',
  password: 'seven brown foxes dine',
}

/** What a test is about: an organization of its own, called Northwind, with nobody in it but its owner Olga. */
export interface Northwind extends Mail {
  organization: Organization
  portalUrl: string
  /** Olga through the API: for what a test needs but is not about. */
  call<E extends Endpoint>(endpoint: E, sent?: Sent<E>): Promise<ReplyOf<E>>
  addCustomer(name: string, more?: Partial<BodyFor<typeof customersApi.add>>): Promise<Customer>
  /** Without a password by default. */
  addContact(customer: Customer, contact: Partial<NewContact> & { email: string }): Promise<Contact>
}

interface Fixtures {
  northwind: Northwind
  /** Olga in her browser, signed in to Northwind. */
  olga: Page
  /** The browser of somebody else, who has not been here before. */
  openBrowser(): Promise<Page>
}

/** One server serves all tests of a worker: organizations see nothing of each other. */
export const test = base.extend<
  Fixtures & { request: APIRequestContext },
  { portico: RunningPortico & { isSetUp?: true } }
>({
  portico: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern that nothing is needed.
    async ({}, provide) => {
      const portico = await openPortico()
      await provide(portico)
      await portico.close()
    },
    { scope: 'worker', timeout: 900_000 },
  ],
  baseURL: async ({ portico }, provide) => provide(portico.url),
  request: async ({ playwright, baseURL }, provide) => {
    const request = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { origin: baseURL! },
    })
    await provide(request)
    await request.dispose()
  },
  northwind: async ({ portico, request }, provide) => {
    const call: Northwind['call'] = (endpoint, sent) => callBy(request, endpoint, sent)
    if (!portico.isSetUp) await call(setUpApi.setUp, { body: { organizationName: 'First', ...OWNER } })
    portico.isSetUp = true
    const { email, password } = OWNER
    await call(staffSessionApi.signIn, { body: { email, password } })
    const organization = await call(organizationApi.found, { body: { name: 'Northwind' } })
    await call(staffSessionApi.switchOrganization, { body: { organizationId: organization.id } })
    await provide({
      ...portico.mailOf(organization.id),
      organization,
      portalUrl: organization.portalUrl,
      call,
      addCustomer: (name, more) => call(customersApi.add, { body: { name, ...more } }),
      addContact: (customer, contact) =>
        call(contactsApi.add, {
          params: { customerId: customer.id },
          body: { portalPassword: null, ...contact },
        }),
    })
  },
  olga: async ({ browser, baseURL, northwind, request }, provide) => {
    // Northwind comes first: it is what Olga is signed in to.
    void northwind
    const context = await browser.newContext({ baseURL, storageState: await request.storageState() })
    const faults = faultsIn(context)
    await provide(await context.newPage())
    await context.close()
    expect(faults).toEqual([])
  },
  openBrowser: async ({ browser, baseURL }, provide) => {
    const contexts: BrowserContext[] = []
    const faults: string[][] = []
    await provide(async () => {
      const context = await browser.newContext({ baseURL })
      contexts.push(context)
      faults.push(faultsIn(context))
      return context.newPage()
    })
    for (const context of contexts) await context.close()
    expect(faults.flat()).toEqual([])
  },
})

/** What nobody sees on the screen and still must not happen. It fills while the browser is used. */
function faultsIn(context: BrowserContext): string[] {
  const faults: string[] = []
  context.on('weberror', (thrown) => faults.push(`${thrown.page()?.url()}: ${thrown.error()}`))
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text())
  })
  return faults
}

/** Calls an endpoint as declared; a refusal fails the test. */
export async function callBy<E extends Endpoint>(
  request: APIRequestContext,
  endpoint: E,
  sent: Sent<E> | Record<never, never> = {},
  origin = '',
): Promise<ReplyOf<E>> {
  const { params, query, body, version } = sent as {
    params?: Record<string, string>
    query?: Record<string, string>
    body?: unknown
    version?: number
  }
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params![name]!))
  const headers = {
    ...(origin && { origin }),
    ...(version !== undefined && { 'if-match': `"${version}"` }),
  }
  const response = await request.fetch(path, {
    headers,
    method: endpoint.method,
    ...(query && { params: query }),
    ...(body !== undefined && { data: body }),
  })
  if (!response.ok()) throw new Error(`${endpoint.method} ${path}: ${await response.text()}`)
  return (response.status() === 204 ? undefined : await response.json()) as ReplyOf<E>
}
