/** People mean the same by headings that differ in case, accents, spaces and signs. */
export function bare(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('#', 'number')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** What a heading means, and how early it stands among the names of the field. Null: nothing that Portico keeps. */
export interface Meaning<Field> {
  field: Field | null
  rank: number
}
export type Headings<Field> = Map<string, Meaning<Field>>

/** The headings of each field, divided by |, the best first; and those of which Portico keeps nothing. */
export function headingsOf<Field extends string>(
  ofFields: Partial<Record<Field, string>>,
  leftOut = '',
): Headings<Field> {
  const known: [string, Meaning<Field>][] = Object.entries<string | undefined>(ofFields).flatMap(
    ([field, names = '']) =>
      names.split('|').map((name, rank) => [bare(name), { field: field as Field, rank }] as const),
  )
  const kept = leftOut.split('|').map((name) => [bare(name), { field: null, rank: 0 }] as const)
  return new Map([...kept, ...known].filter(([name]) => name !== ''))
}
