import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const BUILT = join(import.meta.dirname, '../../dist/web')

/** The parts of what was built, each with those that it loads with it. */
const parts = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  { file: string; imports?: string[] }
>

function loaded(names: string[], known = new Set<string>()): Set<string> {
  for (const name of names.filter((one) => !known.has(one)))
    loaded(parts[name]!.imports ?? [], known.add(name))
  return known
}

/** As browsers receive them over https. */
const kilobytes = (names: string[]) =>
  [...loaded(names)].reduce((sum, name) => sum + statSync(join(BUILT, `${parts[name]!.file}.br`)).size, 0) /
  1000

for (const [what, atMost, ...names] of [
  ['the door of the portal', 150, 'portal/index.html', 'portal/door/sign-in.tsx'],
  ['the home of contacts', 150, 'portal/index.html', 'portal/shell/shell.tsx', 'portal/home/home-page.tsx'],
  ['the door of staff', 150, 'staff/index.html', 'staff/door/sign-in.tsx'],
  ['the home of staff', 200, 'staff/index.html', 'staff/shell/shell.tsx', 'staff/receivables/home-page.tsx'],
] as const)
  test(`${what} loads at most ${atMost} kB of scripts`, () => {
    expect(kilobytes([...names])).toBeLessThan(atMost)
  })
