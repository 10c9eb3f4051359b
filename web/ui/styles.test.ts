import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
