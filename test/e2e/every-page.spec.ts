import { expect, test, type Page } from '@playwright/test'
import { openSample, see, turn, type PageToSee, type Sample } from './every-page.ts'
import { expectOneEdge } from './one-edge.ts'
import { openPortico, type RunningPortico } from './running-portico.ts'
import { expectSound } from './sound.ts'

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

test.describe.configure({ mode: 'parallel', timeout: 3_600_000 })

let portico: RunningPortico
let sample: Sample
test.beforeAll(async ({ browser }) => {
  portico = await openPortico()
  sample = await openSample(portico, browser)
})
test.afterAll(() => portico.close())

test('staff’s pages of customers and contacts', () =>
  lookAtEach(({ who, path }) => who === 'owner' && path.startsWith('/customers')))

test('staff’s pages of invoices', () =>
  lookAtEach(({ who, path }) => who === 'owner' && path.startsWith('/receivables/invoices')))

test('staff’s pages of receivables besides', () =>
  lookAtEach(
    ({ who, path }) =>
      who === 'owner' && path.startsWith('/receivables') && !path.startsWith('/receivables/invoices'),
  ))

test('all other pages of staff', () =>
  lookAtEach(({ who, path }) => who === 'owner' && !/^\/(customers|receivables)/.test(path)))

test('every door, and every page of the portal', () => lookAtEach(({ who }) => who !== 'owner'))

test('the first page of a fresh installation', async ({ browser }) => {
  const fresh = await openPortico()
  try {
    const page = await browser.newPage({ baseURL: fresh.url })
    await lookAt(page, { name: 'set-up', who: 'stranger', path: '/', shows: 'Try it with sample data' })
    await page.close()
  } finally {
    await fresh.close()
  }
})

async function lookAtEach(which: (page: PageToSee) => boolean) {
  const pages = sample.pages.filter(which)
  expect(pages.length).toBeGreaterThan(5)
  for (const toSee of pages) {
    await test.step(toSee.name, async () => {
      const page = await sample.visitors[toSee.who].newPage()
      await lookAt(page, toSee)
      await page.close()
    })
  }
}

/**
 * Wide and on a phone, light and dark: nothing serious for axe, every text readable, nothing to scroll sideways for.
 * What staff see begins at one left edge.
 */
async function lookAt(page: Page, toSee: PageToSee) {
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await see(page, toSee)
  if (toSee.who === 'owner' && toSee.path !== '/nowhere') await expectOneEdge(page, toSee.name)
  await expectSound(page, `${toSee.name}, wide, light`)
  await turn(page, 'dark')
  await expectSound(page, `${toSee.name}, wide, dark`, ['color-contrast'])
  await page.setViewportSize(PHONE)
  await expectSound(page, `${toSee.name}, phone, dark`)
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect.soft(await page.evaluate(sideways), `${toSee.name} scrolls sideways on a phone`).toBe(0)
  await turn(page, 'light')
  await expectSound(page, `${toSee.name}, phone, light`, ['color-contrast'])
}
