import { expect, test, type Locator, type Page } from '@playwright/test'
import { openSample, see, settle, type Sample } from './every-page.ts'
import { openPortico, type RunningPortico } from './running-portico.ts'

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const HEAD_MOST = 844 / 10

test.describe.configure({ timeout: 3_600_000 })

let portico: RunningPortico
let sample: Sample
test.beforeAll(async ({ browser }) => {
  portico = await openPortico()
  sample = await openSample(portico, browser)
})
test.afterAll(() => portico.close())

test('nothing that stands at the top moves when a part of a page is chosen, or a panel opens', async () => {
  const { path } = sample.pages.find(({ name }) => name === 'contacts')!
  const page = await newPage(WIDE)
  await page.goto(path)
  await expect(page.getByRole('table', { name: 'Contacts' }).getByRole('link').first()).toBeVisible()
  const places = await whereTheHeadIs(page)
  const list = page.getByRole('table', { name: 'Contacts' })
  const listLeft = (await list.boundingBox())!.x

  await list.getByRole('link').first().click()
  await expect(page.getByRole('complementary', { name: 'Contact' })).toBeVisible()
  expect(await whereTheHeadIs(page), 'beside a contact').toEqual(places)
  expect((await list.boundingBox())!.x, 'the list beside a contact').toBe(listLeft)

  for (const section of ['Overview', 'Invoices', 'Payments', 'Account', 'Journal', 'Contacts']) {
    await page.getByRole('button', { name: 'Customer Details' }).click()
    await page.getByRole('menuitem', { name: section }).click()
    await expect(page.locator('main [aria-current="page"]').getByText(section, { exact: true })).toBeVisible()
    await settle(page)
    expect(await whereTheHeadIs(page), section).toEqual(places)
  }
  await page.close()
})

test('the titles of all lists stand at one height', async () => {
  const heights: Record<string, number> = {}
  const page = await newPage(WIDE)
  for (const name of [
    'customers',
    'invoices',
    'payments',
    'reminders',
    'deliveries',
    'reachability',
    'staff',
    'settings',
  ]) {
    await see(
      page,
      sample.pages.find((one) => one.name === name)!,
    )
    const { y, height } = (await page.getByRole('heading', { level: 1 }).boundingBox())!
    heights[name] = y + height / 2
  }
  expect(new Set(Object.values(heights)).size, JSON.stringify(heights)).toBe(1)
  await page.close()
})

test('on a phone the head takes a tenth of the screen, and tabs say that there are more', async () => {
  const page = await newPage(PHONE)
  await page.goto('/receivables/reachability')
  const tabs = page.getByRole('navigation', { name: 'Receivables' })
  await expect(tabs.getByRole('link', { name: 'Reachability' })).toBeInViewport({ ratio: 1 })
  await expect(tabs, 'more before it').toHaveAttribute('data-more', 'before')
  const { height } = (await page.getByRole('banner').boundingBox())!
  expect(height).toBeLessThanOrEqual(HEAD_MOST)
  await page.goto('/receivables')
  await expect(tabs, 'more after it').toHaveAttribute('data-more', 'after')
  await expect(page.getByRole('note'), 'who gets mail stays said').toContainText(
    'Mail does not leave this machine',
  )
  await page.goto('/no-such-page')
  await expect
    .poll(() => bottomOf(page.getByRole('note')), 'at the bottom of the screen, below a short page, too')
    .toBe(PHONE.height)
  await page.close()
})

async function bottomOf(locator: Locator) {
  const { y, height } = (await locator.boundingBox())!
  return Math.round(y + height)
}

async function whereTheHeadIs(page: Page) {
  const place = async (name: string) => {
    const { x, y } = (await page.locator(name).first().boundingBox())!
    return { x, y }
  }
  return {
    heading: await place('main h1'),
    details: await place('main button:has-text("Customer Details")'),
    tabs: await place('header nav[aria-label=Receivables] a'),
  }
}

async function newPage(viewport: { width: number; height: number }) {
  const page = await sample.visitors.owner.newPage()
  await page.setViewportSize(viewport)
  return page
}
