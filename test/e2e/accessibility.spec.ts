import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { openSample, see, settle, turn, type PageToSee, type Sample } from './every-page.ts'
import { openPortico, type RunningPortico } from './running-portico.ts'

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const CONTRAST_LEAST = 4.5

test.describe.configure({ mode: 'parallel', timeout: 600_000 })

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
    await lookAt(page, { name: 'set-up', path: '/', shows: 'Try it with sample data' })
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
 */
async function lookAt(page: Page, toSee: Omit<PageToSee, 'who'>) {
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await see(page, toSee)
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

async function expectSound(page: Page, where: string, rules?: string[]) {
  await settle(page)
  const { violations, incomplete } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // A letter is shown in a frame where no script runs, so axe cannot look inside.
    .exclude('iframe')
    .options({ resultTypes: ['violations', 'incomplete'], ...(rules && { runOnly: rules }) })
    .analyze()
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    )
  for (const { target, html, any } of incomplete.find(({ id }) => id === 'color-contrast')?.nodes ?? []) {
    const contrast = await contrastOf(page, String(target[0]))
    if (contrast < CONTRAST_LEAST) found.push(`${contrast}: ${html.slice(0, 160)}: ${any[0]?.message}`)
  }
  expect.soft(found, where).toEqual([])
}

/**
 * What axe leaves open, because something lies over or beside the text: painted with one pixel, and measured as WCAG
 * does.
 */
function contrastOf(page: Page, selector: string): Promise<number> {
  return page.evaluate(`(() => {
    const pixel = document.createElement('canvas').getContext('2d')
    const paint = (colour) => {
      pixel.fillStyle = colour
      pixel.fillRect(0, 0, 1, 1)
      return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)]
        .map((channel) => channel / 255)
        .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
        .reduce((sum, share, at) => sum + share * [0.2126, 0.7152, 0.0722][at], 0)
    }
    const element = document.querySelector(${JSON.stringify(selector)})
    const grounds = []
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor)
    const ground = grounds.map(paint).at(-1)
    const [dark, light] = [ground, paint(getComputedStyle(element).color)].sort((one, other) => one - other)
    return (light + 0.05) / (dark + 0.05)
  })()`)
}
