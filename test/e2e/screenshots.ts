import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { openSample, see, settle, turn } from './every-page.ts'
import { openPortico } from './running-portico.ts'

/**
 * By hand: `npm run build && SCREENSHOTS=1 npx playwright test` takes a picture of every page into .cache/screenshots,
 * `SCREENSHOTS=customers,contact` of these.
 */

const FOLDER = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url))
const README_PICTURE = fileURLToPath(new URL('../../docs/screenshot.png', import.meta.url))
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

test('a picture of every page', async ({ browser }) => {
  test.setTimeout(3_600_000)
  mkdirSync(FOLDER, { recursive: true })
  const portico = await openPortico()
  try {
    const { visitors, pages } = await openSample(portico, browser)
    const names = process.env['SCREENSHOTS']!.split(',')
    for (const toSee of pages.filter(({ name }) => names[0] === '1' || names.includes(name))) {
      const page = await visitors[toSee.who].newPage()
      await page.setViewportSize(WIDE)
      await page.emulateMedia({ colorScheme: 'light' })
      await see(page, toSee)
      for (const [device, size] of Object.entries({ wide: WIDE, phone: PHONE })) {
        await page.setViewportSize(size)
        for (const colorScheme of ['light', 'dark'] as const) {
          await turn(page, colorScheme)
          await settle(page)
          const path = `${FOLDER}/${toSee.name}-${device}-${colorScheme}.png`
          await page.screenshot({ path, fullPage: device === 'phone' })
        }
      }
      await page.close()
    }
  } finally {
    await portico.close()
  }
})

test('the picture of the README', async ({ browser }) => {
  const portico = await openPortico()
  try {
    const viewport = { width: 1440, height: 1030 }
    const page = await browser.newPage({ baseURL: portico.url, viewport, colorScheme: 'light' })
    await page.goto('/')
    await page.getByRole('button', { name: 'Try it with sample data' }).click()
    await expect(page.getByRole('heading', { name: 'Receivables' })).toBeVisible()
    await expect(page.getByRole('list', { name: 'Not delivered' })).toContainText('Correct the address')
    await page.mouse.move(40, 900)
    await settle(page)
    await page.screenshot({ path: README_PICTURE })
    await page.close()
  } finally {
    await portico.close()
  }
})
