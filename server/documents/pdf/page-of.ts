import { coloursOf } from './colours.ts'
import { dateInWords } from '../../time/date-in-words.ts'
import type { Buyer, PdfDocument, Seller } from './document.ts'
import { invoicePage } from './invoice-page.ts'
import type { OwnPart, Page } from './page.ts'
import { inItsOrder, linesOf, onOneLine, plain, withoutOrder } from './plain.ts'
import { receiptPage } from './receipt-page.ts'
import { statementPage } from './statement-page.ts'
import type { Words } from './words.ts'
import { wordsOf } from './words.ts'

export function pageOf(document: PdfDocument): Page {
  const words = wordsOf(document.language)
  const { buyerLabel, datedOn, ...own } = ownPart(document, words)
  const [before = '', between = '', after = ''] = words.page.split(/\{pages?\}/)
  return {
    ...own,
    language: words.code,
    readerLanguage: document.language,
    title: withoutOrder([own.kind, own.number, plain(document.seller.name)].filter(Boolean).join(' · ')),
    date: dateParts(datedOn),
    seller: sellerOf(document.seller, words),
    colours: coloursOf(document.seller.accentColor),
    buyer: buyerOf(document.buyer, buyerLabel, words),
    running: {
      start: inItsOrder(shortened(onOneLine(document.seller.name), 60)),
      end: shortened(`${own.kind} ${own.number}`, 40),
    },
    footer: footerOf(document.seller),
    page: { before, between, after },
  }
}

function ownPart(document: PdfDocument, words: Words): OwnPart {
  const written = (date: string) => inItsOrder(dateInWords(date, document.language))
  switch (document.kind) {
    case 'invoice':
      return invoicePage(document, words, written)
    case 'receipt':
      return receiptPage(document, words, written)
    case 'statement':
      return statementPage(document, words, written)
  }
}

function sellerOf(seller: Seller, words: Words): Page['seller'] {
  const name = plain(seller.name)
  const first = new Intl.Segmenter('en').segment(onOneLine(seller.name))[Symbol.iterator]().next().value
  return {
    name,
    initial: first?.segment.toUpperCase() ?? '',
    lines: [
      ...linesOf(seller.address),
      ...(seller.email ? [plain(seller.email)] : []),
      ...(seller.taxId ? [words.taxId(plain(seller.taxId))] : []),
    ],
  }
}

function buyerOf(buyer: Buyer, label: string, words: Words): Page['buyer'] {
  return {
    label,
    name: plain(buyer.name),
    lines: [...(buyer.attention ? [words.attention(plain(buyer.attention))] : []), ...linesOf(buyer.address)],
  }
}

function footerOf(seller: Seller): Page['footer'] {
  const lines = linesOf(seller.footer)
  const height = lines.reduce((sum, line) => sum + Math.ceil((line.length + 1) / FOOTER_CHARACTERS), 0)
  return { lines, height: Math.min(Math.max(height, 1), FOOTER_MOST_LINES) }
}

/** With room to spare, so that wide letters fit, too. */
const FOOTER_CHARACTERS = 85
const FOOTER_MOST_LINES = 20

function shortened(text: string, most: number) {
  const graphemes = [...new Intl.Segmenter('en').segment(text.trim())].map(({ segment }) => segment)
  return graphemes.length <= most
    ? text.trim()
    : `${graphemes
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

function dateParts(date: string): Page['date'] {
  const [year, month, day] = date.split('-').map(Number)
  return year && month && day ? { year, month, day } : null
}
