import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

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
  { what: 'the door of staff', ...STAFF, scripts: 150, files: 12, begins: ['staff/door/sign-in.tsx'] },
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
