import { headingsOf, bare, type Headings } from '../columns/headings.ts'
import type { AnyField, ImportKind } from '../imports.api.ts'
import type { MakersFile } from './maker.ts'
import { MAKERS } from './makers.ts'

export interface Recognized<Field> {
  name: string
  headings: Headings<Field>
  several: RegExp | null
}

interface KnownFile {
  name: string
  file: MakersFile<AnyField>
  headings: Headings<AnyField>
  sets: string[][]
}

const filesOf = (kind: ImportKind): KnownFile[] =>
  MAKERS.flatMap(({ name, ...files }) => {
    const file = files[kind]
    if (!file) return []
    const sets = file.knownBy.map((set) => set.split('|').map(bare))
    return [{ name, file, headings: headingsOf<AnyField>(file.columns ?? {}, file.leftOut), sets }]
  })
const KNOWN: Record<ImportKind, KnownFile[]> = {
  contacts: filesOf('contacts'),
  invoices: filesOf('invoices'),
}

/**
 * What the makers' headings mean where the file is not recognized, such as one that somebody has shortened: those of several
 * words that mean the same to all who use them.
 */
export function makersHeadings<Field extends AnyField>(kind: ImportKind): Headings<Field> {
  const severalWords = new Set(
    MAKERS.flatMap((maker) => Object.values(maker[kind]?.columns ?? {}))
      .flatMap((names: string) => names.split('|'))
      .filter((name) => /[\s\-/_.]|[a-z][A-Z]|[A-Z]{2}[a-z]|\d/.test(name))
      .map(bare),
  )
  const all: Headings<AnyField> = new Map()
  const disputed = new Set<string>()
  for (const { headings } of KNOWN[kind])
    for (const [heading, meaning] of headings) {
      const before = all.get(heading)
      if (before && before.field !== meaning.field) disputed.add(heading)
      else all.set(heading, before ?? meaning)
    }
  return new Map(
    [...(all as Headings<Field>)].filter(
      ([heading, { field }]) => field !== null && severalWords.has(heading) && !disputed.has(heading),
    ),
  )
}

/** Whose file it is, by its set of headings, wherever they stand. Of several that fit, the one of which most is there. */
export function recognizeMaker<Field extends AnyField>(
  kind: ImportKind,
  columns: string[],
): Recognized<Field> | null {
  const here = new Set(columns.map(bare))
  let best: { known: KnownFile; size: number } | null = null
  for (const known of KNOWN[kind])
    for (const set of known.sets)
      if (set.length > (best?.size ?? 0) && set.every((heading) => here.has(heading)))
        best = { known, size: set.length }
  if (!best) return null
  const { name, headings, file } = best.known
  return { name, headings: headings as Headings<Field>, several: file.several ?? null }
}
