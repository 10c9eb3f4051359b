/** What the Typst template is given: words and numbers as printed, in their order. It decides nothing else. */
export interface Page {
  /** Of the words, which may be English where the reader's language has none. */
  language: string
  /** As whose readers write Han characters, which differ from country to country. */
  readerLanguage: string
  /** Of the file, in a viewer's title bar. */
  title: string
  date: { year: number; month: number; day: number } | null
  kind: string
  number: string
  /** After the number: `Revision 2`. */
  edition: string | null
  /** Across every page: `Draft`, `Void`. */
  stamp: string | null
  seller: { name: string; initial: string; lines: string[] }
  colours: Colours
  buyer: { label: string; name: string; lines: string[] }
  facts: { label: string; value: string }[]
  headline: { label: string; amount: string; note: string }
  tables: Table[]
  boxes: { label: string; lines: string[]; tinted: boolean }[]
  /** At the top of every page but the first. */
  running: { start: string; end: string }
  /** `height` in lines, as far as it is known before the text is set. */
  footer: { lines: string[]; height: number }
  page: { before: string; between: string; after: string }
}

export interface Table {
  heading: string | null
  columns: { label: string; align: 'start' | 'end'; grows: boolean }[]
  rows: string[][]
  totals: { label: string; amount: string; strong: boolean }[]
  /** How many of the last rows stay on one page with the totals. */
  keep: number
  /** A strip of amounts by age. */
  ages: { label: string; amount: string; owed: boolean }[]
}

export interface Colours {
  accent: string
  /** Of text on white: the accent where it can be read, else nearly black. */
  accentText: string
  onAccent: string
}

/** What kinds of document do not share. */
export type OwnPart = Omit<
  Page,
  | 'language'
  | 'readerLanguage'
  | 'title'
  | 'date'
  | 'seller'
  | 'colours'
  | 'buyer'
  | 'running'
  | 'footer'
  | 'page'
> & {
  buyerLabel: string
  datedOn: string
}
