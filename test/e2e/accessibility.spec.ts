import { expect, test, type Page } from '@playwright/test'
import axe from 'axe-core'
import { openSample, see, settle, turn, type PageToSee, type Sample } from './every-page.ts'
import { openPortico, type RunningPortico } from './running-portico.ts'

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const CONTRAST_LEAST = 4.5

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
  const { violations, open } = await askAxe(page, rules)
  const found = violations.map(({ rule, nodes }) => `${rule}: ${nodes.join(' | ')}`)
  const contrasts = await contrastsOf(
    page,
    open.map(({ selector }) => selector),
  )
  for (const [at, { html, why }] of open.entries())
    if (contrasts[at]! < CONTRAST_LEAST) found.push(`${contrasts[at]}: ${html}: ${why}`)
  expect.soft(found, where).toEqual([])
}

interface Findings {
  violations: { rule: string; nodes: string[] }[]
  /** Texts whose contrast axe could not tell. */
  open: { selector: string; html: string; why?: string }[]
}

/**
 * Runs axe in the page, which gets it once. Its own adapter hands it over anew for each question, and takes back all
 * that was sound: twice the time.
 */
async function askAxe(page: Page, rules?: string[]): Promise<Findings> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source)
  const options = { resultTypes: ['violations', 'incomplete'], ...(rules && { runOnly: rules }) }
  // A letter is shown in a frame where no script runs, so axe cannot look inside.
  return page.evaluate<Findings>(`axe.run({ exclude: ['iframe'] }, ${JSON.stringify(options)}).then(
    ({ violations, incomplete }) => ({
      violations: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => ({
          rule: id + ': ' + help,
          nodes: nodes.map(({ html }) => html.slice(0, 160)),
        })),
      open: incomplete
        .filter(({ id }) => id === 'color-contrast')
        .flatMap(({ nodes }) => nodes)
        .map(({ target, html, any }) => ({
          selector: String(target[0]),
          html: html.slice(0, 160),
          why: any[0]?.message,
        })),
    }),
  )`)
}

/**
 * What axe leaves open, because something lies over or beside the text: painted with one pixel, and measured as WCAG
 * does.
 */
function contrastsOf(page: Page, selectors: string[]): Promise<number[]> {
  return page.evaluate(`${JSON.stringify(selectors)}.map((selector) => {
    const pixel = document.createElement('canvas').getContext('2d')
    const paint = (colour) => {
      pixel.fillStyle = colour
      pixel.fillRect(0, 0, 1, 1)
      return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)]
        .map((channel) => channel / 255)
        .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
        .reduce((sum, share, at) => sum + share * [0.2126, 0.7152, 0.0722][at], 0)
    }
    const element = document.querySelector(selector)
    const grounds = []
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor)
    const ground = grounds.map(paint).at(-1)
    const [dark, light] = [ground, paint(getComputedStyle(element).color)].sort((one, other) => one - other)
    return (light + 0.05) / (dark + 0.05)
  })`)
}
