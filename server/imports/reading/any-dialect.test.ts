import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../test/read-bytes.ts'
import type { Encoding } from './ways-to-read.ts'

const read = readBytes

/** Words as the bytes of an encoding hold them; none of them is among those by which encodings are told apart. */
const WORDS: [Encoding[], string][] = [
  [
    ['windows-1252', 'iso-8859-1', 'iso-8859-15', 'macintosh', 'cp850'],
    'Bäumler Grünwald Jäschke Rößner Pöschl Béatrice Léger Mâcon Thérèse Angoulême Agnès Gaëlle Begoña Almería Søgaard Rønne Galvão Hägglund Niccolò',
  ],
  [['cp437'], 'Bäumler Grünwald Jäschke Béatrice Léger Thérèse Angoulême Begoña Almería Hägglund'],
  [
    ['windows-1250', 'iso-8859-2'],
    'Mirosław Gałązka Płock Bożena Skrzypczyńska Świerczek Jaromír Hradiště Mělník Štěrba Gergő Hódmezővásárhely',
  ],
  [['windows-1251', 'koi8-r'], 'Гранит Тула Григорьев Пенза Зубков Щеглов Рязань Общество'],
  [['windows-1253'], 'Σταυρόπουλος Καλαμάτα Μιχαηλίδης Σέρρες Ζαφειρίου'],
  [['windows-1254'], 'Gökçe Şengül Balıkesir Tuğrul Kılıçarslan Kütahya Bağcı Pınar'],
  [['shift_jis', 'euc-jp'], 'みどり薬局 渡辺健太 丸越商店 長谷川優 フジワラ電器 盛岡市 静岡'],
  [['gb18030'], '杭州云帆软件有限公司 欧阳娜 温州 孙悦 保定 成都'],
  [['big5'], '宏達國際電子股份有限公司 桃園 歐陽菲 基隆 詹雅婷 宜蘭'],
  [['euc-kr'], '주식회사 푸른솔 대전 박준형 울산 최은영 강릉'],
  [
    ['utf-8', 'utf-16le', 'utf-16be'],
    'Bäumler Mirosław Гранит Σταυρόπουλος Kılıçarslan みどり薬局 杭州云帆软件 푸른솔 शर्मा 😀 ﷲ',
  ],
]

interface Dialect {
  delimiter: string
  quoting: 'asNeeded' | 'all' | 'escaped' | 'padded' | 'single'
  lineEnd: string
  mark: boolean
  title: string[]
  footer: boolean
}

const HEADINGS = ['Company', 'First name', 'Last name', 'City']

function written(table: string[][], dialect: Dialect): string {
  const { delimiter, quoting, lineEnd, title, footer } = dialect
  const cell = (text: string) => {
    if (quoting === 'escaped') return `"${text.replaceAll('"', '\\"')}"`
    if (quoting === 'single') return `'${text.replaceAll("'", "''")}'`
    const needed = quoting !== 'asNeeded' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text)
    return needed ? `"${text.replaceAll('"', '""')}"` : text
  }
  const between = quoting === 'padded' ? `${delimiter} ` : delimiter
  const lines = [HEADINGS, ...table].map((cells) => cells.map(cell).join(between))
  const end = footer ? ['', `Total: ${table.length}`] : []
  return [...title, ...lines, ...end].map((line) => line + lineEnd).join('')
}

const dialects = fc.record<Dialect>({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quoting: fc.constantFrom('asNeeded', 'all', 'escaped', 'padded', 'single'),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r'),
  mark: fc.boolean(),
  title: fc.constantFrom([], ['Customer list'], ['Portico', 'Customer list', '', '31/01/2021']),
  footer: fc.boolean(),
})

function tables(words: string[], signs: string[]) {
  const word = fc.constantFrom(...words)
  const text = fc
    .array(fc.oneof(word, fc.constantFrom('Acme', 'North', '12', ...signs)), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(' '))
  // A row of no more than its number, or of nothing, is none.
  const row = fc.tuple(word, text, text, text)
  return fc.array(row, { minLength: 2, maxLength: 8 })
}

test('cells that are all in apostrophes are read without them, whatever they hold', async () => {
  const lines = [
    'Portico',
    'Customer list',
    '',
    '31/01/2021',
    "'Company';'First name';'Last name';'City'",
    "'Acme';'; North';'b\nc ;';';'",
    "'Birch';'Birch';'Birch';'Acme'",
  ]
  const { columns, rows } = await read(Buffer.from(`${lines.join('\n')}\n`))
  expect(columns).toEqual(HEADINGS)
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['Acme', '; North', 'b\nc ;', ';'],
    ['Birch', 'Birch', 'Birch', 'Acme'],
  ])
})

describe('any table of ours reads back the same', () => {
  test.each(WORDS.flatMap(([encodings, words]) => encodings.map((encoding) => [encoding, words] as const)))(
    'in %s, in any dialect, or it is asked what it is',
    async (encoding, words) => {
      const known = words
        .split(' ')
        .filter((word) => iconv.decode(iconv.encode(word, encoding), encoding) === word)
      const cases = dialects.chain((dialect) =>
        tables(known, [dialect.delimiter, '"a"', 'b\nc', "o'clock", "it's"]).map((table) => ({
          dialect,
          table,
        })),
      )
      await fc.assert(
        fc.asyncProperty(cases, async ({ dialect, table }) => {
          const bytes = iconv.encode(written(table, dialect), encoding, {
            addBOM: dialect.mark && encoding.startsWith('utf-'),
          })
          let file = await read(bytes)
          if (file.encodingIsAsked) {
            expect(file.encodings.length).toBeGreaterThan(1)
            file = await read(bytes, { encoding })
            expect(file.encodingIsAsked).toBe(false)
          }
          expect(file.columns).toEqual(HEADINGS)
          expect(file.rows.map(({ cells, fault }) => [...cells, fault])).toEqual(
            table.map((cells) => [...cells, null]),
          )
          expect(file.notes.filter((note) => note.includes('is left out'))).toHaveLength(
            dialect.footer ? 1 : 0,
          )
        }),
        { numRuns: 60 },
      )
    },
  )
})
