import { getDocument, OPS, Util, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface ReadPdf {
  pages: string[]
  lang: string | null
  title: string | null
  tagged: boolean
  /** The roles of the structure tree, page by page, in order. */
  roles: string[][]
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
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
      // Between an amount and its currency there is a space that does not break.
      pages.push(text.replaceAll(/[\u00a0\u202f]/g, ' '))
      roles.push(rolesIn(await page.getStructTree()))
    }
    const { info } = await pdf.getMetadata()
    const facts = info as { Language?: string; Title?: string }
    return {
      pages,
      roles,
      lang: facts.Language ?? null,
      title: facts.Title ?? null,
      edges: await edgesOf(await pdf.getPage(1)),
      tagged: !!(await pdf.getMarkInfo())?.Marked,
    }
  } finally {
    await loading.destroy()
  }
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

function rolesIn(node: unknown): string[] {
  const { role, children = [] } = (node ?? {}) as { role?: string; children?: unknown[] }
  return [...(role ? [role] : []), ...children.flatMap(rolesIn)]
}
