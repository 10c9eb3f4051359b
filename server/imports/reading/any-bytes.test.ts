import fc from 'fast-check'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ods, odsRow, xlsx } from '../../../test/workbooks.ts'
import { Problem } from '../../http/problems.ts'
import { readFile } from './read-file.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-bytes-'))))
afterAll(() => rm(folder, { recursive: true }))

const CARD =
  'BEGIN:VCARD\r\nN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52;A=\r\n=41\r\nADR:;;a\\;b;c\r\nEND:VCARD\r\n'
const FILES = [
  xlsx([
    {
      name: 'A',
      rows: [
        ['Company', 'Email'],
        ['Acme', 'a@a.example'],
      ],
    },
  ]),
  ods([{ name: 'A', rows: odsRow('Company', 'Email') + odsRow('Acme', 'a@a.example') }]),
  Buffer.from(CARD),
  Buffer.from('\ufeff"Company", "City"\r\n"M\\"x", "Köln"\r\n\'a\',Caf\u00e9\r\n'),
  Buffer.from('Company;Email\nM\xfcller;a@a.example\nErdo\xf0an;b@b.example\n', 'latin1'),
]

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
  fc
    .record({
      file: fc.constantFrom(...FILES),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      end: fc.nat(),
    })
    .map(({ file, changes, end }) => {
      const changed = Buffer.from(file)
      for (const [at, byte] of changes) changed[at % changed.length] = byte
      return end % 3 === 0 ? changed.subarray(0, end % changed.length) : changed
    }),
)

test('what GB18030 reads as half a letter is no sample of what the file may say', async () => {
  const content = Buffer.from('Company\nGr\x95\xdc\xe7\x30\xe8\x35n\n', 'latin1')
  await expect(expectStorable(content)).resolves.toBeUndefined()
})

test('a file of any bytes is a table that can be stored, or is refused in words', () =>
  fc.assert(fc.asyncProperty(bytes, expectStorable), { numRuns: 600 }))

async function expectStorable(content: Buffer) {
  const path = join(folder, 'file')
  await writeFile(path, content)
  try {
    const { rows, reading, columns } = await readFile(path, () => 0)
    const cells = [...columns]
    for await (const piece of rows) for (const row of piece) cells.push(...row.cells)
    const words = [...cells, ...reading.notes, ...reading.encodings.flatMap(({ samples }) => samples)]
    expect(words.filter((word) => word.includes('\0') || !word.isWellFormed())).toEqual([])
    expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f]/)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.message).toMatch(/^[A-Z].*\.$/s)
  }
}
