import { expect, type Browser, type Page } from '@playwright/test'
import { deliveriesApi } from '../../server/mail/deliveries/deliveries.api.ts'
import { setUpApi } from '../../server/staff/staff.api.ts'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { callBy, OWNER } from './portico.ts'
import { openPortico } from './running-portico.ts'

interface Walk {
  smtp: Awaited<ReturnType<typeof openFaultySmtp>>
  /** The owner's. */
  page: Page
  call: typeof callBy
}

/** A story in a Portico of its own, whose mail goes to a server that fails on demand. */
export async function withMailServer(browser: Browser, walk: (opened: Walk) => Promise<void>) {
  const smtp = await openFaultySmtp()
  const portico = await openPortico({ environment: { SMTP_URL: smtp.url } })
  const context = await browser.newContext({ baseURL: portico.url, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const call: typeof callBy = (request, endpoint, sent) => callBy(request, endpoint, sent, portico.url)
    await call(page.request, setUpApi.setUp, { body: { organizationName: 'Northwind', ...OWNER } })
    await walk({ smtp, page, call })
  } finally {
    await context.close()
    await portico.close()
    await smtp.close()
  }
}

/** Waits until it is recorded that so many letters bounced: a page that is opened then shows it. */
export async function expectBounced(page: Page, call: typeof callBy, count: number) {
  const bounced = () => call(page.request, deliveriesApi.list, { query: { state: 'bounced' } })
  await expect.poll(async () => (await bounced()).data.length).toBe(count)
}
