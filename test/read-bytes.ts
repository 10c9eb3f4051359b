import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knownHeadings } from '../server/imports/columns/understand.ts'
import { readFile } from '../server/imports/reading/read-file.ts'
import type { ReadingChoices, Recognized } from '../server/imports/reading/table.ts'

/** Reads bytes as an import reads a file of them: how they were read, and every row. */
export async function readBytes(
  content: string | Buffer,
  choices: ReadingChoices = {},
  recognized: Recognized = knownHeadings('contacts'),
) {
  const folder = await mkdtemp(join(tmpdir(), 'portico-reading-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, content)
    const { rows: pieces, columns, reading } = await readFile(path, recognized, choices)
    const rows = []
    for await (const piece of pieces) rows.push(...piece)
    return { ...reading, columns, rows, cells: rows.map(({ cells }) => cells) }
  } finally {
    await rm(folder, { recursive: true })
  }
}
