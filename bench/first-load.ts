import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, request, type Browser, type CDPSession } from '@playwright/test'
import type { Contact } from '../server/contacts/contacts.api.ts'
import type { ReplyOf } from '../server/http/endpoint.ts'
import type { invoicesApi } from '../server/invoices/invoices.api.ts'
import type { Organization } from '../server/organization/organization.api.ts'
import { CHROMIUM_FLAGS, chromiumPath } from '../test/e2e/chromium.ts'
import { percentile } from './measure.ts'
import { startPortico } from './start-up.ts'

/** A page as a phone opens it for the first time. */
export interface FirstLoad {
  page: string
  /** Until the largest of what it shows is there (largest contentful paint). */
  shownMs: number
  mostShownMs: number | null
  requests: number
  /** Over the wire with headers, until nothing more is asked for. */
  bytes: Record<Kind, number>
}

type Kind = 'page' | 'script' | 'style' | 'font' | 'data' | 'other'

const KINDS: Record<string, Kind> = {
  Document: 'page',
  Script: 'script',
  Stylesheet: 'style',
  Font: 'font',
  Fetch: 'data',
}

/**
 * The phone and the network of Lighthouse: its screen and `mobileSlow4G`, in core/config/constants.js. Chromium delays each request by
 * a round trip, and the opening of a connection by none. From localhost it takes brotli, as over https, and six files at once,
 * fewer than by HTTP/2.
 */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
const PROCESSOR_SLOWER = 4
const SCREEN = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
}

const PORTAL_MOST_MS = 2500
const QUIET_MS = 2000

/** The doors and the homes of the sample company, each with an empty cache, in turns: of each the run in the middle. */
export async function measureFirstLoad(dataDir: string, rounds: number): Promise<FirstLoad[]> {
  const portico = await startPortico(dataDir)
  const browser = await chromium.launch({
    executablePath: await chromiumPath(resolve('.cache/chromium')),
    args: CHROMIUM_FLAGS,
  })
  try {
    const pages = await firstPages(`http://localhost:${portico.port}`)
    const runs = pages.map((): Run[] => [])
    // The first round is for the server, which compiles and caches what it has not yet sent.
    for (let round = 0; round <= rounds; round++)
      for (const [at, page] of pages.entries()) {
        const run = await load(browser, page)
        if (round > 0) runs[at]!.push(run)
      }
    return pages.map(({ name, mostShownMs }, at) => ({
      page: name,
      mostShownMs,
      ...inTheMiddle(runs[at]!),
    }))
  } finally {
    await browser.close()
    await portico.stop()
  }
}

type Run = Pick<FirstLoad, 'shownMs' | 'requests' | 'bytes'>
type Cookies = Awaited<ReturnType<Visitor['cookies']>>

interface FirstPage {
  name: string
  url: string
  cookies: Cookies
  mostShownMs: number | null
}

/** Sets the sample company up, with a contact who has chosen a password and an invoice to pay. */
async function firstPages(base: string): Promise<FirstPage[]> {
  const [staff, contact] = [await openVisitor(base), await openVisitor(base)]
  await staff.call('post', '/v1/setup/sample')
  const { portalUrl } = await staff.call<Organization>('get', '/v1/organization')
  const portal = `/v1/portals/${portalUrl.split('/').at(-1)}`
  const { id, email } = await whoHasToPay(staff)
  await staff.call('post', `/v1/contacts/${id}/password`, { password: 'violet tractors hum softly' })
  await contact.call('post', `${portal}/session`, { email, password: 'violet tractors hum softly' })
  await contact.call('post', `${portal}/password`, { password: 'seven brown foxes dine' })
  const [forStaff, forContact] = [await staff.cookies(), await contact.cookies()]
  return [
    { name: 'the door of the portal', url: `${portalUrl}/sign-in`, cookies: [], mostShownMs: PORTAL_MOST_MS },
    { name: 'the home of a contact', url: portalUrl, cookies: forContact, mostShownMs: PORTAL_MOST_MS },
    { name: 'the door of staff', url: `${base}/sign-in`, cookies: [], mostShownMs: null },
    { name: 'the home of staff', url: `${base}/receivables`, cookies: forStaff, mostShownMs: null },
  ]
}

async function whoHasToPay(staff: Visitor): Promise<Contact> {
  type Invoices = ReplyOf<typeof invoicesApi.list>
  const { data: invoices } = await staff.call<Invoices>('get', '/v1/invoices?status=open')
  const { data } = await staff.call<{ data: Contact[] }>(
    'get',
    `/v1/customers/${invoices[0]!.customerId}/contacts`,
  )
  return data[0]!
}

type Visitor = Awaited<ReturnType<typeof openVisitor>>

/** Calls the API, and keeps the cookies that a browser would. */
async function openVisitor(base: string) {
  const api = await request.newContext({ baseURL: base, extraHTTPHeaders: { origin: base } })
  return {
    async call<Reply>(method: 'get' | 'post', path: string, data?: object): Promise<Reply> {
      const response = await api[method](path, { data })
      if (!response.ok()) throw new Error(`${path} was answered ${await response.text()}`)
      return (await response.json().catch(() => undefined)) as Reply
    },
    cookies: async () => (await api.storageState()).cookies,
  }
}

async function load(browser: Browser, { url, cookies }: FirstPage): Promise<Run> {
  const context = await browser.newContext(SCREEN)
  try {
    await context.addCookies(cookies)
    const page = await context.newPage()
    const devTools = await context.newCDPSession(page)
    await devTools.send('Network.enable')
    await devTools.send('Network.emulateNetworkConditions', SLOW_4G)
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR_SLOWER })
    const network = watch(devTools)
    await page.goto(url)
    while (!network.isQuiet()) await sleep(100)
    return { shownMs: await page.evaluate<number>(LARGEST_SHOWN), ...network.received }
  } finally {
    await context.close()
  }
}

function watch(devTools: CDPSession) {
  const received = {
    requests: 0,
    bytes: { page: 0, script: 0, style: 0, font: 0, data: 0, other: 0 },
  }
  const underWay = new Map<string, Kind>()
  let lastAt = performance.now()
  const end = (id: string, bytes: number) => {
    received.bytes[underWay.get(id) ?? 'other'] += bytes
    underWay.delete(id)
    lastAt = performance.now()
  }
  devTools.on('Network.requestWillBeSent', ({ requestId, type = '' }) => {
    received.requests += 1
    underWay.set(requestId, KINDS[type] ?? 'other')
  })
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    end(requestId, encodedDataLength),
  )
  devTools.on('Network.loadingFailed', ({ requestId }) => end(requestId, 0))
  return { received, isQuiet: () => underWay.size === 0 && performance.now() - lastAt > QUIET_MS }
}

/** In words of the browser, which the types of Node do not know. */
const LARGEST_SHOWN = `new Promise((found) => {
  const observer = new PerformanceObserver((list) => found(list.getEntries().at(-1).startTime))
  observer.observe({ type: 'largest-contentful-paint', buffered: true })
})`

function inTheMiddle(runs: Run[]): Run {
  const shownMs = percentile(
    runs.map((run) => run.shownMs),
    0.5,
  )
  return runs.find((run) => run.shownMs === shownMs)!
}
