import { Text } from '@mantine/core'
import type { CsvImport } from '../../../server/imports/imports.api.ts'
import { leftOutWords } from './left-out.ts'

/** What the file says besides, and nobody will find here. */
export function ColumnsLeftOut({ one }: { one: CsvImport }) {
  const leftOut = [...one.columns, ...(one.lines?.columns ?? [])].filter(({ field }) => field === null)
  if (leftOut.length === 0) return null
  const fields = one.columns.map(({ field }) => field)
  return (
    <Text c="dimmed" my="md">
      {leftOut.length === 1 ? 'Column' : 'Columns'} not imported: {leftOut.map(({ name }) => name).join(', ')}
      . {leftOutWords(one.kind, one.columns, fields).join(' ')}
    </Text>
  )
}
