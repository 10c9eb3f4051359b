import { Button } from '@mantine/core'
import { mdiTrayArrowDown } from '@mdi/js'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { addressOf } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { Icon } from '../../ui/icon.tsx'

/** The rows that are not imported as a file, to be corrected and imported again. */
export function RefusedRows({ one }: { one: CsvImport }) {
  const refused = (one.counts?.refuse ?? 0) + (one.counts?.ask ?? 0)
  if (refused === 0) return null
  if (one.kind === 'contacts')
    return (
      <Download
        one={one}
        file="first"
        label={`Download ${count(refused, 'row that is not imported', 'rows that are not imported')}`}
      />
    )
  return (
    <>
      <Download one={one} file="first" label={`Download ${count(refused, 'refused invoice')}`} />
      {one.lines && <Download one={one} file="lines" label="Download their lines" />}
    </>
  )
}

function Download({ one, file, label }: { one: CsvImport; file: 'first' | 'lines'; label: string }) {
  const fileName = file === 'lines' ? one.lines!.fileName : one.fileName
  return (
    <Button
      component="a"
      variant="default"
      href={addressOf(importsApi.refused, { params: { importId: one.id }, query: { file } })}
      download={`refused-${fileName.replace(/\.\w+$/, '')}.csv`}
      leftSection={<Icon path={mdiTrayArrowDown} />}
    >
      {label}
    </Button>
  )
}
