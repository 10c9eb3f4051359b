import { InvalidRequest } from '../../http/problems.ts'
import { kindOfFile } from './kind-of-file.ts'
import { readCsv } from './read-csv.ts'
import { readVcard } from './read-vcard.ts'
import { readWorkbook } from './read-workbook.ts'
import type { FileTable, ReadingChoices, Recognized } from './table.ts'

/** Reads a file from any program as a table. What nobody says of it is found, and what cannot be found is asked. */
export async function readFile(
  path: string,
  recognized: Recognized,
  choices: ReadingChoices = {},
): Promise<FileTable> {
  const format = await kindOfFile(path)
  if (choices.sheet !== undefined && (format === 'csv' || format === 'vcard'))
    throw new InvalidRequest([{ pointer: '/sheet', detail: 'Only a workbook has sheets. Leave this out.' }])
  if (format === 'csv') return readCsv(path, choices, recognized)
  if (format === 'vcard') return readVcard(path, choices)
  return readWorkbook(path, format, choices, recognized)
}
