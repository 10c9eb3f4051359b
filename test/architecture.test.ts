import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { FOLDERS } from './folders.ts'

/** Which folder may import which. A folder may import only what stands above it in its list, and what `also` names. */

const ROOT = join(import.meta.dirname, '..')

/** Pure modules that the browser shares with the server. Everything they import must be on this list, too. */
const SHARED = [
  'server/time/day.ts',
  'server/time/date-format.ts',
  'server/time/wall-clock.ts',
  'server/http/endpoint.ts',
  'server/http/key-scopes.ts',
  'server/http/device-name.ts',
  'server/fields/field.ts',
  'server/people/email-address.ts',
  'server/people/person-fields.ts',
  'server/credentials/password-rules.ts',
  'server/customers/address-lines.ts',
  'server/customers/customer-fields.ts',
  'server/contacts/contact-fields.ts',
  'server/contacts/receives.ts',
  'server/contacts/recipients.ts',
  'server/documents/kinds.ts',
  'server/documents/money.ts',
  'server/documents/templates.ts',
  'server/imports/reading/ways-to-read.ts',
  'server/invoices/totals.ts',
  'server/events/event-types.ts',
  'server/payments/spread.ts',
]

/** Folders of web/ and the folders of web/ that they may import. */
const WEB: Record<string, string[]> = {
  lib: ['lib'],
  ui: ['ui', 'lib'],
  staff: ['staff', 'ui', 'lib'],
  portal: ['portal', 'ui', 'lib'],
}

const files = ['server', 'web', 'seed']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.endsWith('.config.ts'))

const imports = files.flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    ([, target]) => ({
      file,
      target: target!.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), target!)) : target!,
    }),
  ),
)

test('there is something to hold to the rules', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(imports.length).toBeGreaterThan(200)
})

test('every folder of the server has its place', () => {
  const folders = readdirSync(join(ROOT, 'server'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  expect(folders.toSorted()).toEqual(FOLDERS.toSorted())
})

test('ARCHITECTURE.md shows them from the ground up, in the order in which they may import', () => {
  const [, server] = /^server\/\n([^]*?)^web\//m.exec(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8'))!
  expect([...server!.matchAll(/^ {2}([a-z-]+)\//gm)].map(([, folder]) => folder)).toEqual(FOLDERS)
})

test('imports on the server go one way', () => {
  const place = (path: string) => FOLDERS.indexOf(path.split('/')[1] ?? '')
  const upward = imports.filter(
    ({ file, target }) =>
      file.startsWith('server/') &&
      target.startsWith('server/') &&
      place(file) >= 0 &&
      place(target) > place(file) &&
      !SHARED.includes(target),
  )
  expect(upward).toEqual([])
})

test('only the table of contents knows the sample company', () => {
  const strange = imports.filter(
    ({ file, target }) => target.startsWith('seed/') && !file.startsWith('seed/') && file !== 'server/app.ts',
  )
  expect(strange).toEqual([])
})

test('declarations import nothing but zod, other declarations and what the browser shares', () => {
  const strange = imports.filter(
    ({ file, target }) =>
      (file.endsWith('.api.ts') || SHARED.includes(file)) &&
      target !== 'zod' &&
      !target.endsWith('.api.ts') &&
      !SHARED.includes(target),
  )
  expect(strange).toEqual([])
})

test('the web apps import declarations and shared modules only, and never each other', () => {
  const strange = imports.filter(({ file, target }) => {
    if (!file.startsWith('web/')) return false
    if (target.startsWith('server/')) return !target.endsWith('.api.ts') && !SHARED.includes(target)
    if (!target.startsWith('web/')) return false
    return !WEB[file.split('/')[1]!]?.includes(target.split('/')[1]!)
  })
  expect(strange).toEqual([])
})

test('imports make no circle, of types neither', () => {
  const targets = new Map(files.map((file): [string, string[]] => [file, []]))
  for (const { file, target } of imports) targets.get(file)?.push(target)
  const done = new Set<string>()
  const circles: string[][] = []
  const follow = (file: string, way: string[]) => {
    const from = way.indexOf(file)
    if (from >= 0) return void circles.push([...way.slice(from), file])
    if (done.has(file)) return
    for (const target of targets.get(file) ?? []) follow(target, [...way, file])
    done.add(file)
  }
  for (const file of files) follow(file, [])
  expect(circles).toEqual([])
})

test('there are no barrels and no drawers', () => {
  expect(files.filter((file) => /\/(index|utils|helpers|common|misc|types)\.tsx?$/.test(file))).toEqual([])
})
