import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { helpPages } from '../server/http/help.ts'
import { sectionsOf } from '../server/http/markdown.ts'
import { openEmptyWorld } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const filesIn = (folder: string, ends: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ends.test(file))
    .map((file) => join(folder, file))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('every link of the documentation leads to a page and a heading that exist', () => {
  const pages = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...filesIn('docs', /\.md$/),
  ]
  const dead: string[] = []
  let links = 0
  for (const page of pages) {
    const follow = (href: string) => {
      if (/^(https?:|mailto:|\/)/.test(href)) return href
      links++
      const [file, anchor] = href.split('#') as [string, string?]
      const path = file === '' ? page : join(dirname(page), file)
      if (!existsSync(join(root, path))) dead.push(`${page}: ${href}`)
      else if (anchor && !sectionsOf(read(path), String).some(({ id }) => id === anchor))
        dead.push(`${page}: ${href}`)
      return href
    }
    sectionsOf(read(page), follow)
  }
  expect(links).toBeGreaterThan(20)
  expect(dead).toEqual([])
})

test('what Help calls a button, a field or a choice is called that on the screen', () => {
  const screens = filesIn('web', /\.tsx?$/)
    .map(read)
    .join('\n')
    .replaceAll(/\s+/g, ' ')
  const unknown: string[] = []
  for (const page of filesIn('docs/help', /\.md$/)) {
    for (const [, label] of read(page).matchAll(/(?<!\w)_([A-Z][^_]+)_(?!\w)/g)) {
      const words = label!.replaceAll(/\s+/g, ' ')
      if (!screens.includes(words)) unknown.push(`${page}: ${words}`)
    }
  }
  expect(unknown).toEqual([])
})

test('Help is read without a session, page by page, and every page is in the list beside', async () => {
  const { app } = await openEmptyWorld()
  const get = (url: string) => app.server.inject({ url })
  const first = await get('/help')
  expect(first.headers['content-type']).toContain('text/html')
  for (const { name, title } of helpPages()) {
    expect(first.body).toContain(`href="/help/${name}"`)
    const page = await get(`/help/${name}`)
    expect(page.statusCode, name).toBe(200)
    expect(page.body).toContain(`<h1 id=`)
    expect(page.body, name).toContain(`<title>${title}`)
    // What the policy would not run, and what would be another server's.
    expect(page.body).not.toMatch(/<script>|<script[^>]* src="(?!\/color-scheme\.js)|\son\w+=/)
  }
  expect((await get('/help/nowhere')).statusCode).toBe(404)
})

test('Help is searched by heading first', async () => {
  const { app } = await openEmptyWorld()
  const found = await app.server.inject({ url: '/help?search=reset+password' })
  expect(found.body.indexOf('/help/contacts#reset-a-password')).toBeGreaterThan(0)
  expect(found.body.indexOf('/help/contacts#reset-a-password')).toBeLessThan(
    found.body.indexOf('/help/contacts#when-a-contact-cannot-sign-in'),
  )
  const nothing = await app.server.inject({ url: '/help?search=%3Cscript%3E' })
  expect(nothing.body).toContain('Nothing is found for “&lt;script&gt;”')
})

test('the API reference says first what to send, has a page for each noun, and is searched', async () => {
  const { app } = await openEmptyWorld()
  const get = (url: string) => app.server.inject({ url })
  const first = (await get('/docs')).body
  const order = ['Bearer portico_', 'If-Match', 'Origin:', 'nextCursor', 'Retry-After', 'id="problems"']
  const places = order.map((words) => first.indexOf(words))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places[0]).toBeGreaterThan(0)

  const nouns = [...first.matchAll(/<li><a href="\/docs\/([a-z-]+)"/g)].map(([, noun]) => noun!)
  expect(nouns).toEqual(expect.arrayContaining(['customers', 'contacts', 'invoices', 'payments']))
  for (const noun of nouns) expect((await get(`/docs/${noun}`)).body, noun).toContain('<section id=')
  expect((await get('/docs/contacts')).body).toContain('id="post-v1-contacts-contactid-password"')
  expect((await get('/docs/nowhere')).statusCode).toBe(404)

  const found = (await get('/docs?search=password+contact')).body
  expect(found).toContain('/docs/contacts#post-v1-contacts-contactid-password')
})
