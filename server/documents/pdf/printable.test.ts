import { expect, test } from 'vitest'
import { sampleInvoice } from '../../../test/sample-documents.ts'
import { everyLetter } from './fonts.mjs'
import { lettersWithoutFont, notPrinted } from './printable.ts'

test('the list of the letters that can be printed is that of the fonts (npx vitest run printable --update)', async () => {
  const letters = [...(await everyLetter())].sort((one, other) => one - other)
  await expect(asSource(letters)).toMatchFileSnapshot('letters-of-fonts.ts')
})

test('whoever is about to send a document is told which of its letters cannot be printed', () => {
  const told = (notes: string) => notPrinted(sampleInvoice({ notes }))
  expect(told('Ein Brötchen für 2 €, Chai für Zoë')).toBeNull()
  expect(told('ไทย हिन्दी ქართული Հայերեն ລາວ ភាសាខ្មែរ አማርኛ 臺灣 﨑 𨋢 서울 東京 🎉 👨‍👩‍👧‍👦 שלום ١٢٣')).toBeNull()
  expect(told('Signed 𓀀')).toBe(
    'The letter 𓀀 cannot be printed. In the PDF its number stands in its place, such as [U+13000]. Write it in another way, or send it as it is.',
  )
  expect(told('𓀀 and 𓁀, 𓀀')).toBe(
    'The letters 𓀀 and 𓁀 cannot be printed. In the PDF their numbers stand in their place, such as [U+13000]. Write them in another way, or send it as it is.',
  )
  expect(told('\uE000')).toContain('The letter [U+E000] cannot')
  expect(told(String.fromCodePoint(...Array.from({ length: 30 }, (_, at) => 0x13000 + at)))).toContain(
    '𓀉 and 20 more cannot be printed',
  )
})

test('all of the document is looked at', () => {
  const { buyer, seller, lines } = sampleInvoice()
  for (const document of [
    sampleInvoice({ buyer: { ...buyer, name: '𓀀' } }),
    sampleInvoice({ seller: { ...seller, footer: '𓀀' } }),
    sampleInvoice({ lines: [{ ...lines[0]!, description: '𓀀' }] }),
    sampleInvoice({ purchaseOrder: '𓀀' }),
  ])
    expect(notPrinted(document)).toContain('𓀀')
})

test('dates, numbers and amounts of every language can be printed', () => {
  for (const language of LANGUAGES) {
    for (const currency of [
      'EUR',
      'INR',
      'ILS',
      'EGP',
      'IRR',
      'THB',
      'JPY',
      'BDT',
      'GEL',
      'AMD',
      'KHR',
      'MMK',
    ]) {
      const invoice = sampleInvoice({ language, currency, totalMinor: 1_234_567_890, discountMinor: 5 })
      expect([language, notPrinted(invoice)]).toEqual([language, null])
    }
  }
})

/** Those that can be chosen, and others that an API may name, some with digits of their own. */
const LANGUAGES = (
  'bg cs da de el en es et fi fr hr hu is it lt lv nb nl pl pt pt-BR ro ru sk sl sr sv tr uk ar he hi id ja ko th vi zh ' +
  'zh-TW zh-HK ar-EG ar-SA fa ur ckb ps bn my ne mr as dz ta te kn ml gu pa pa-Arab or si lo km am ti ka hy mn mn-Mong bo ii chr dv syr nqo sat mni ff-Adlm zgh jv az kk uz ky tg be mk sq ms sw yo ha ig zu af eu ca gl cy ga mt lb'
).split(' ')

test('what the server calls printable is what a font has, and the other way round', async () => {
  const every = await everyLetter()
  const codes = Array.from({ length: 0x32000 - 0x250 }, (_, at) => 0x250 + at)
  const letters = codes
    .map((code) => String.fromCodePoint(code))
    .filter((letter) => !/[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cs}]/u.test(letter))
  const without = new Set(lettersWithoutFont(letters.join('')))
  expect(letters.filter((letter) => every.has(letter.codePointAt(0)!) === without.has(letter))).toEqual([])
})

function asSource(letters: number[]): string {
  const ranges: [number, number][] = []
  for (const letter of letters) {
    const last = ranges.at(-1)
    if (last?.[1] === letter - 1) last[1] = letter
    else ranges.push([letter, letter])
  }
  const hex = (code: number) => code.toString(16)
  const lines = ['']
  for (const [from, to] of ranges) {
    const range = from === to ? hex(from) : `${hex(from)}-${hex(to)}`
    if (lines.at(-1)!.length + range.length > 100) lines.push('')
    lines[lines.length - 1] += lines.at(-1) === '' ? range : ` ${range}`
  }
  return `/** Made from the fonts by \`npx vitest run printable --update\`: the letters that some font of ours has. */
export const LETTERS_OF_FONTS = \`
${lines.join('\n')}
\`
`
}
