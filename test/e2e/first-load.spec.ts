import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './portico.ts'
import { enterPortal } from './steps.ts'

const BUILT = join(import.meta.dirname, '../../dist/web')

/** The parts of what was built, each with those that it loads with it. */
const parts = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  { file: string; css?: string[]; imports?: string[] }
>

function loaded(names: readonly string[], known = new Set<string>()): Set<string> {
  for (const name of names.filter((one) => !known.has(one)))
    loaded(parts[name]!.imports ?? [], known.add(name))
  return known
}

/** As browsers receive them over https. */
const kilobytes = (files: string[]) =>
  files.reduce((sum, file) => sum + statSync(join(BUILT, `${file}.br`)).size, 0) / 1000

const PORTAL = { scripts: 150, styles: 15 }
const STAFF = { scripts: 200, styles: 25 }
for (const { what, scripts, styles, files, begins } of [
  { what: 'the door of the portal', ...PORTAL, files: 12, begins: ['portal/door/sign-in.tsx'] },
  {
    what: 'the home of contacts',
    ...PORTAL,
    files: 16,
    begins: ['portal/shell/shell.tsx', 'portal/home/home-page.tsx'],
  },
  { what: 'the door of staff', ...STAFF, scripts: 155, files: 12, begins: ['staff/door/sign-in.tsx'] },
  {
    what: 'the home of staff',
    ...STAFF,
    files: 18,
    begins: ['staff/shell/shell.tsx', 'staff/receivables/home-page.tsx'],
  },
])
  test(`${what} loads at most ${scripts} kB of scripts and ${styles} kB of styles, in ${files} files`, () => {
    const app = begins[0]!.split('/')[0]
    const all = [...loaded([`${app}/index.html`, ...begins])].map((name) => parts[name]!)
    const loadedScripts = all.map(({ file }) => file)
    const loadedStyles = [...new Set(all.flatMap(({ css = [] }) => css))]
    expect(kilobytes(loadedScripts)).toBeLessThan(scripts)
    expect(kilobytes(loadedStyles)).toBeLessThan(styles)
    expect(loadedScripts.length + loadedStyles.length).toBeLessThanOrEqual(files)
  })

test('scripts, styles and large replies come compressed, by what the browser takes', async ({ request }) => {
  const { file, css } = parts['portal/index.html']!
  for (const [path, accepted, sent] of [
    [`/${file}`, 'gzip, deflate, br', 'br'],
    [`/${file}`, 'gzip, deflate', 'gzip'],
    [`/${css![0]}`, 'gzip, deflate, br', 'br'],
    [`/${css![0]}`, 'gzip, deflate', 'gzip'],
    ['/openapi.json', 'gzip, deflate, br', 'gzip'],
  ] as const) {
    const headers = (await request.get(path, { headers: { 'accept-encoding': accepted } })).headers()
    expect(headers).toMatchObject({ 'content-encoding': sent, vary: 'accept-encoding' })
  }
})

test('who is signed in, the code of the home and what it shows are not waited for one after another', async ({
  northwind,
  olga,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const email = 'anna@ash.example'
  await northwind.addContact(acme, { email, firstName: 'Anna', portalPassword: { generate: true } })
  const { password } = await northwind.letterTo(email, 'Your temporary password')
  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, email, password!)

  await hold(anna, /\/session$/, [/\/assets\/home-page-.*js$/, /\/v1\/portals\/[^/]+$/])
  await hold(anna, /\/assets\/home-page-.*js$/, [/\/home$/, /\/invoices\/due$/, /\/invoices\?/])
  await anna.reload()
  await expect(anna.getByRole('heading', { name: 'Hello, Anna' })).toBeVisible()

  await hold(olga, /\/v1\/session$/, [/\/assets\/home-page-.*js$/])
  await hold(olga, /\/assets\/home-page-.*js$/, [/\/v1\/receivables$/, /\/v1\/receivables\/mail$/])
  await olga.goto('/receivables')
  await expect(olga.getByRole('heading', { level: 1 })).toBeVisible()
})

test('a page of the portal that is here does not wait until its skeleton was looked at', async ({
  northwind,
  openBrowser,
}) => {
  const anna = await openBrowser()
  const skeleton = anna.getByRole('status', { name: 'Loading' })
  await anna.clock.install()
  await anna.clock.pauseAt(Date.now() + 1000)
  await anna.route(/\/session$/, async (route) => {
    await anna.clock.runFor(300)
    await expect(skeleton).toBeVisible()
    await route.continue()
  })
  await anna.goto(northwind.portalUrl)
  // From then on her clock hardly moves: only what waits for no moment in particular goes on.
  await expect(async () => {
    await anna.clock.runFor(1)
    expect(await anna.getByRole('heading', { name: 'Sign in' }).isVisible()).toBe(true)
  }).toPass()
})

/** Whatever is asked for at this address comes only once others are asked for, too: a page that waits for it first never appears. */
async function hold(page: Page, address: RegExp, others: RegExp[]) {
  const asked = Promise.all(others.map((other) => page.waitForRequest(other, { timeout: 120_000 })))
  await page.route(address, async (route) => {
    await asked
    await route.continue()
  })
}
