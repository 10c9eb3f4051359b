import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breakpoints } from './breakpoints.ts'

const WEB = join(import.meta.dirname, '..')

const filesEnding = (end: string) =>
  Object.fromEntries(
    readdirSync(WEB, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(end))
      .map((file) => [file, readFileSync(join(WEB, file), 'utf8')]),
  )
const styles = filesEnding('.css')
const pages = Object.fromEntries(
  Object.entries(filesEnding('.tsx')).filter(([file]) => !file.endsWith('.test.tsx')),
)

/** Of all files, what `what` finds in them; the first group if it has one. */
const found = (files: Record<string, string>, what: RegExp) =>
  Object.entries(files).flatMap(([file, text]) =>
    [...text.matchAll(what)].map(([whole, group = whole]) => ({ file, found: group.trim() })),
  )

test('there is something to hold to the rules', () => {
  expect(Object.keys(styles).length).toBeGreaterThan(30)
  expect(Object.keys(pages).length).toBeGreaterThan(100)
})

test('pages change at the three widths of breakpoints.ts, and nowhere else', () => {
  const named = Object.keys(breakpoints).flatMap((name) => [`(--${name})`, `not (--${name})`])
  const strange = found(styles, /@media([^{]*)\{/g).filter(
    ({ found }) => found !== '(prefers-reduced-motion: reduce)' && !named.includes(found),
  )
  expect(strange).toEqual([])
  expect(found(pages, /\((?:min|max)-width.*/g)).toEqual([])
})

test('letters have the sizes of the theme', () => {
  expect(found(styles, /font(?:-size)?:[^;]*\d(?:px|rem|pt)[^;]*/g)).toEqual([])
  expect(found(pages, /(?:fontSize:|fz=).*/g)).toEqual([])
})

test('lists are made plain, and text muted, in one place', () => {
  const elsewhere = ({ file }: { file: string }) => file !== 'ui/base.css'
  expect(found(styles, /list-style.*/g).filter(elsewhere)).toEqual([])
  const MUTED = /\n\.\w+ \{\s*color: var\(--mantine-color-dimmed\);\s*(?:font-size: [^;]*;\s*)?\}/g
  expect(found(styles, MUTED).filter(elsewhere)).toEqual([])
})

describe('the parts of Mantine', () => {
  const ofMantine = join(WEB, '../node_modules/@mantine/core')
  const withStyles = readdirSync(join(ofMantine, 'styles'))
  const used = (app: string) =>
    found(
      Object.fromEntries(Object.entries(pages).filter(([file]) => file.startsWith(app))),
      /import \{([^}]*)\} from '@mantine\/core'/g,
    ).flatMap(({ found }) => found.split(',').map((name) => name.trim()))
  const brought = (file: string) =>
    [...styles[file]!.matchAll(/styles\/([A-Z]\w+)\.css/g)].map(([, name]) => name!)

  /** Itself and those it is made of, which Mantine imports from the folders beside it. */
  const withParts = (name: string, known = new Set<string>()): Set<string> => {
    if (known.has(name)) return known
    known.add(name)
    const script = join(ofMantine, 'esm/components', name, `${name}.mjs`)
    const text = existsSync(script) ? readFileSync(script, 'utf8') : ''
    for (const [, part] of text.matchAll(/from "\.\.\/(\w+)\/\1\.mjs"/g)) withParts(part!, known)
    return known
  }
  const missing = (names: string[], files: string[]) =>
    [...new Set(names.flatMap((name) => [...withParts(name)]))].filter(
      (name) => withStyles.includes(`${name}.css`) && !files.flatMap(brought).includes(name),
    )

  test.each([
    ['portal', ['ui/mantine.css']],
    ['', ['ui/mantine.css', 'staff/mantine.css']],
  ])('bring their styles (%s)', (app, files) => {
    expect(used(app).length).toBeGreaterThan(20)
    expect(missing(used(app), files)).toEqual([])
  })
})
