import { InvalidRequest } from '../../http/problems.ts'
import { kindOfFile } from './kind-of-file.ts'
import type { FileTable, ReadingChoices, Recognized } from './table.ts'

/**
 * Reads a file from any program as a table. What nobody says of it is found, and what cannot be found is asked. Each way of reading
 * is loaded when the first such file comes: a start does without.
 */
export async function readFile(
  path: string,
  recognized: Recognized,
  choices: ReadingChoices = {},
): Promise<FileTable> {
  const format = await kindOfFile(path)
  if (choices.sheet !== undefined && (format === 'csv' || format === 'vcard'))
    throw new InvalidRequest([{ pointer: '/sheet', detail: 'Only a workbook has sheets. Leave this out.' }])
  if (format === 'csv') {
    const { readCsv } = await import('./read-csv.ts')
    return readCsv(path, choices, recognized)
  }
  if (format === 'vcard') {
    const { readVcard } = await import('./read-vcard.ts')
    return readVcard(path, choices)
  }
  const { readWorkbook } = await import('./read-workbook.ts')
  return readWorkbook(path, format, choices, recognized)
}
