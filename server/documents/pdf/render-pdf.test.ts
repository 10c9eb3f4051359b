import { afterAll, expect, test } from 'vitest'
import { readPdf } from '../../../test/read-pdf.ts'
import {
  LOGO,
  sampleInvoice,
  sampleLine,
  sampleReceipt,
  sampleStatement,
} from '../../../test/sample-documents.ts'
import type { InvoiceDocument, PdfDocument } from './document.ts'
import { canDraw, endPdfProcess, renderPdf } from './render-pdf.ts'
import { openRenderer } from './renderer.ts'

afterAll(() => endPdfProcess())

const northwind = { organizationId: 'northwind' }
const rendered = (document: PdfDocument) => renderPdf(northwind, document)

const read = async (changes: Partial<InvoiceDocument>, lineCount?: number) =>
  readPdf(await rendered(sampleInvoice(changes, lineCount)))

test('an invoice can be searched, is tagged, and says its title and language', async () => {
  const pdf = await read({})
  expect(pdf).toMatchObject({ lang: 'en', title: 'Invoice · 2026-0042 · Northwind Traders', tagged: true })
  expect(pdf.pages).toHaveLength(1)
  for (const words of [
    'Northwind Traders',
    'Alfreds Futterkiste',
    'Attn. Maria Anders',
    'Obere Str. 57',
    '2 December 2026',
    'PO-77120',
    'Queso Cabrales, 1 kg',
    '88.04',
    'Subtotal',
    '€188.40',
    'Tax 19% on €188.40',
    '€224.20',
    'IBAN GB29 NWBK',
    'Page 1 of 1',
  ]) {
    expect(pdf.pages[0]).toContain(words)
  }
  expect(pdf.roles[0]).toEqual(expect.arrayContaining(['H1', 'Table', 'TR', 'TH', 'TD']))
})

test('500 lines go over pages, each with the header of the table and its number, and none is lost', async () => {
  const lines = Array.from({ length: 500 }, (_, at) => ({
    ...sampleLine(at),
    description: `Ware number ${at + 1}.`,
  }))
  const { pages } = await read({ lines })
  expect(pages.length).toBeGreaterThan(10)
  for (const [at, page] of pages.entries()) {
    expect(page).toContain(`Page ${at + 1} of ${pages.length}`)
    if (page.includes('Ware number')) expect(page).toMatch(/Description\s*Quantity\s*Unit price/)
  }
  const whole = pages.join('\n')
  expect([...whole.matchAll(/Ware number (\d+)\./g)].map(([, number]) => Number(number))).toEqual(
    lines.map((_, at) => at + 1),
  )
})

test('totals stand on a page with the last two lines, wherever the page ends', async () => {
  for (let lineCount = 12; lineCount <= 26; lineCount += 1) {
    const lines = Array.from({ length: lineCount }, (_, at) => ({
      ...sampleLine(at),
      description: `Ware ${at + 1}.`,
    }))
    const { pages } = await read({ lines })
    const last = pages.find((page) => page.includes('Subtotal'))!
    expect(last).toContain(`Ware ${lineCount - 1}.`)
    expect(last).toContain(`Ware ${lineCount}.`)
    expect(last).toContain('€')
    expect(last).toContain('Total')
  }
})

test.each([
  ['Polish', 'Zażółć gęślą jaźń, Łódź'],
  ['Greek', 'Καφές Ελληνικός ΑΕ'],
  ['Cyrillic', 'ООО «Чай и Кофе», Київ'],
  ['Vietnamese', 'Công ty Trà Việt Nam'],
  ['Chinese', '深圳市茶叶有限公司'],
  ['Japanese', '東京ラーメン株式会社'],
  ['Korean', '서울특별시 강남구'],
])('%s names come out as they were written', async (_, name) => {
  const { buyer } = sampleInvoice()
  const { pages } = await read({ buyer: { ...buyer, name } })
  expect(pages[0]).toContain(name)
})

test('text that looks like markup stays text', async () => {
  const hostile =
    '#eval("1") $x$ *b* _i_ `c` \\ <label> @ref #[x] // no comment "quoted" [[ ]] {{ }} ~ -- ...'
  const { buyer, seller } = sampleInvoice()
  const { pages } = await read({
    notes: hostile,
    buyer: { ...buyer, name: hostile },
    seller: { ...seller, footer: hostile },
    lines: [{ ...sampleLine(0), description: hostile }],
  })
  const whole = pages.join('\n').replaceAll(/\s+/g, '')
  expect(whole.split(hostile.replaceAll(' ', ''))).toHaveLength(5)
})

test('nothing that people may type keeps a document from being made', async () => {
  const { buyer, seller } = sampleInvoice()
  const odd =
    '\u0000\ud800 \u202eabc\u202c 👨‍👩‍👧‍👦🎉 שלום العربية ไทย हिन्दी ქართული \u0301\u0301\u0301 𓀀 \uE000\uFFFF'
  const { pages } = await read({
    number: odd,
    purchaseOrder: odd,
    notes: `${odd}\n`.repeat(60),
    buyer: { name: odd, accountNumber: odd, address: odd, attention: odd },
    seller: { ...seller, name: odd, footer: odd, accentColor: 'red', email: odd },
    lines: [{ ...sampleLine(0), description: odd }],
  })
  expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`)
  const empty = { name: '', accountNumber: null, address: '', attention: null }
  const bare = await read({
    number: '',
    purchaseOrder: null,
    notes: null,
    buyer: empty,
    lines: [],
    taxes: [],
  })
  expect(bare.pages[0]).toContain('Page 1 of 1')
  expect(buyer.name).not.toBe('')
})

test('a description of 5,000 characters without a space stays within its column', async () => {
  const description = 'abcdefghij'.repeat(500)
  const { pages } = await read({ lines: [{ ...sampleLine(0), description }, sampleLine(1)] })
  expect(pages.length).toBeGreaterThan(1)
  const runs = [
    ...pages
      .join('\n')
      .replaceAll(/\s/g, '')
      .matchAll(/[a-j]{20,}/g),
  ].map(([run]) => run)
  expect(runs.join('').length).toBeGreaterThanOrEqual(4_990)
})

test('yen have no decimals, dinars three, and German has its own way', async () => {
  const { pages: yen } = await read({ currency: 'JPY', totalMinor: 123_456 })
  expect(yen[0]).toContain('¥123,456')
  const { pages: dinars } = await read({ currency: 'KWD', totalMinor: 123_456 })
  expect(dinars[0]).toContain('KWD 123.456')
  const { pages: german } = await read({ language: 'de', totalMinor: 123_456 })
  expect(german[0]).toContain('1.234,56 €')
})

test('a draft and a void invoice say so across the page', async () => {
  expect((await read({ draft: true })).pages[0]).toContain('Draft')
  const { pages } = await read({ void: true })
  expect(pages[0]!.match(/Void/g)!.length).toBeGreaterThanOrEqual(2)
  expect((await read({})).pages[0]).not.toMatch(/Draft|Void/)
})

test('a logo is drawn, and one that cannot be drawn is left out', async () => {
  const { seller } = sampleInvoice()
  const withLogo = (type: 'image/png' | 'image/svg+xml', base64: string) =>
    rendered(sampleInvoice({ seller: { ...seller, logo: { type, base64 } } }))
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="3"><rect width="9" height="3"/></svg>'
  const drawn = await readPdf(await withLogo('image/svg+xml', Buffer.from(svg).toString('base64')))
  expect(drawn.roles[0]).toContain('Figure')
  const broken = await withLogo('image/png', Buffer.from('not a picture').toString('base64'))
  expect(broken.equals(await rendered(sampleInvoice()))).toBe(true)
})

test('a logo stands at the edge that the text keeps, however narrow it is', async () => {
  const { seller } = sampleInvoice()
  const { edges } = await readPdf(await rendered(sampleInvoice({ seller: { ...seller, logo: LOGO } })))
  expect(edges.pictures).toHaveLength(1)
  expect(Math.abs(edges.pictures[0]! - edges.text)).toBeLessThan(1)
})

test('a picture is asked for before it is taken', async () => {
  expect(await canDraw(northwind, LOGO)).toBe(true)
  const cut = Buffer.from(LOGO.base64, 'base64').subarray(0, 50).toString('base64')
  expect(await canDraw(northwind, { ...LOGO, base64: cut })).toBe(false)
})

test('a receipt names the invoices that it pays, and what is kept', async () => {
  const { pages } = await readPdf(await rendered(sampleReceipt()))
  for (const words of [
    'Receipt',
    'R-2026-0007',
    'Bank transfer',
    '2026-0045',
    '€50.00',
    'Kept as credit',
    '€37.50',
  ]) {
    expect(pages[0]).toContain(words)
  }
})

test('a statement lists what is open by currency and age', async () => {
  const { pages } = await readPdf(await rendered(sampleStatement()))
  for (const words of [
    'Statement',
    '3 open invoices',
    '€432.50',
    '¥88,000',
    '31–60 days',
    '€20.00',
    'Over 90 days',
  ]) {
    expect(pages[0]).toContain(words)
  }
})

test('the same document has the same bytes, from whichever process, and after whichever other', async () => {
  const one = openRenderer()
  const other = openRenderer()
  try {
    const document = sampleInvoice({ notes: 'Καφές 深圳 שלום' }, 40)
    const first = await one.render(document, 'northwind')
    await other.render(sampleStatement(), 'northwind')
    await other.render(sampleInvoice({ notes: 'another' }), 'northwind')
    const second = await other.render(document, 'northwind')
    expect(one.pids).not.toEqual(other.pids)
    expect(second.equals(first)).toBe(true)
    expect((await one.render(document, 'northwind')).equals(first)).toBe(true)
  } finally {
    await Promise.all([one.end(), other.end()])
  }
})
