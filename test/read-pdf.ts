import { inflateSync } from 'node:zlib'
import { getDocument, OPS, Util, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface ReadPdf {
  pages: string[]
  lang: string | null
  title: string | null
  tagged: boolean
  /** The roles of the structure tree, page by page, in order. */
  roles: string[][]
  /** The words as the PDF says they are to be copied: where letters join or change places, its glyphs do not tell. */
  toCopy: string
  /** Pieces of text on the first page, with their places from the left and from the bottom. */
  placed: { text: string; x: number; y: number }[]
  /** How many letters are an empty box, because their font does not have them. */
  emptyBoxes: number
  /** Where the text of the first page begins, and where its pictures are, in points from the left. */
  edges: { text: number; pictures: number[] }
}

/** What a reader of the PDF finds in it. For tests. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false })
  const pdf = await loading.promise
  try {
    const pages: string[] = []
    const roles: string[][] = []
    const said = actualTexts(bytes)
    let toCopy = ''
    let emptyBoxes = 0
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
      // Between an amount and its currency there is a space that does not break.
      pages.push(text.replaceAll(/[\u00a0\u202f]/g, ' '))
      roles.push(rolesIn(await page.getStructTree()))
      const glyphs = await glyphsOn(page, said)
      toCopy += glyphs.map(({ text }) => text).join('')
      emptyBoxes += glyphs.filter(({ isEmptyBox }) => isEmptyBox).length
    }
    const { info } = await pdf.getMetadata()
    const facts = info as { Language?: string; Title?: string }
    return {
      pages,
      roles,
      toCopy,
      emptyBoxes,
      placed: await placedOn(await pdf.getPage(1)),
      lang: facts.Language ?? null,
      title: facts.Title ?? null,
      edges: await edgesOf(await pdf.getPage(1)),
      tagged: !!(await pdf.getMarkInfo())?.Marked,
    }
  } finally {
    await loading.destroy()
  }
}

async function placedOn(page: PDFPageProxy) {
  const { items } = await page.getTextContent()
  return items.flatMap((item) =>
    'str' in item && item.str.trim() !== ''
      ? [{ text: item.str, x: Number(item.transform[4]), y: Number(item.transform[5]) }]
      : [],
  )
}

async function edgesOf(page: PDFPageProxy) {
  const { items } = await page.getTextContent()
  const text = Math.min(
    ...items.flatMap((item) => ('str' in item && item.str.trim() ? [item.transform[4]] : [])),
  )
  const { fnArray, argsArray } = await page.getOperatorList()
  const pictures: number[] = []
  let here = [1, 0, 0, 1, 0, 0]
  const saved: number[][] = []
  for (const [at, operator] of fnArray.entries()) {
    if (operator === OPS.save) saved.push(here)
    else if (operator === OPS.restore) here = saved.pop()!
    else if (operator === OPS.transform) here = Util.transform(here, argsArray[at] as number[])
    else if (operator === OPS.paintImageXObject) pictures.push(here[4]!)
  }
  return { text, pictures }
}

interface Glyph {
  originalCharCode: number
  unicode: string
}

/** In the order in which they are read. What a span is to be copied as, pdf.js does not say: that is taken from `said`. */
async function glyphsOn(page: PDFPageProxy, said: string[]) {
  const { fnArray, argsArray } = await page.getOperatorList()
  const glyphs: { text: string; isEmptyBox: boolean }[] = []
  const within: { kind: 'said' | 'reversed' | 'other'; since: number }[] = []
  const isSaid = () => within.some(({ kind }) => kind === 'said')
  for (const [at, operator] of fnArray.entries()) {
    const args = argsArray[at] as unknown[]
    const since = glyphs.length
    if (operator === OPS.beginMarkedContent) {
      const { name } = args[0] as { name: string }
      within.push({ kind: name === 'ReversedChars' ? 'reversed' : 'other', since })
    } else if (operator === OPS.beginMarkedContentProps) {
      const kind = args[0] === 'Span' && args[1] === undefined ? 'said' : 'other'
      within.push({ kind, since })
      if (kind === 'said') glyphs.push({ text: said.shift() ?? '', isEmptyBox: false })
    } else if (operator === OPS.endMarkedContent) {
      const ended = within.pop()
      if (ended?.kind === 'reversed') glyphs.push(...glyphs.splice(ended.since).reverse())
    } else if (operator === OPS.showText) {
      for (const glyph of args[0] as (number | Glyph)[])
        if (typeof glyph !== 'number')
          // The first glyph of every font stands for what it does not have.
          glyphs.push({ text: isSaid() ? '' : glyph.unicode, isEmptyBox: glyph.originalCharCode === 0 })
    }
  }
  return glyphs
}

function actualTexts(bytes: Buffer): string[] {
  const streams = bytes.toString('latin1').matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)
  return [...streams].flatMap(([, stream]) => {
    const content = inflated(Buffer.from(stream!, 'latin1'))
    return [...content.matchAll(/\/ActualText <FEFF([\da-fA-F]*)>/g)].map(([, hex]) =>
      Buffer.from(hex!, 'hex').swap16().toString('utf16le'),
    )
  })
}

/** Empty: it is no compressed stream. */
function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1')
  } catch {
    return ''
  }
}

function rolesIn(node: unknown): string[] {
  const { role, children = [] } = (node ?? {}) as { role?: string; children?: unknown[] }
  return [...(role ? [role] : []), ...children.flatMap(rolesIn)]
}
