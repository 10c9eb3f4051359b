import { Text } from '@mantine/core'
import type { CsvImport } from '../../../server/imports/imports.api.ts'

/** What the file says besides, and nobody will find here. */
export function ColumnsLeftOut({ one }: { one: CsvImport }) {
  const leftOut = [...one.columns, ...(one.lines?.columns ?? [])].filter(({ field }) => field === null)
  if (leftOut.length === 0) return null
  return (
    <Text c="dimmed" mb="md">
      {leftOut.length === 1 ? 'Column' : 'Columns'} not imported: {leftOut.map(({ name }) => name).join(', ')}
      .
    </Text>
  )
}
