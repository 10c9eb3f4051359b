import { Button } from '@mantine/core'
import { mdiTrayArrowDown } from '@mdi/js'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { addressOf } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { Icon } from '../../ui/icon.tsx'

/** The refused rows as a file, to be corrected and imported again. */
export function RefusedRows({ one }: { one: CsvImport }) {
  const refused = one.counts?.refuse ?? 0
  if (refused === 0) return null
  return (
    <Button
      component="a"
      variant="default"
      href={addressOf(importsApi.refused, { params: { importId: one.id } })}
      download={`refused-${one.fileName.replace(/\.\w+$/, '')}.csv`}
      leftSection={<Icon path={mdiTrayArrowDown} />}
    >
      Download {count(refused, 'refused row')}
    </Button>
  )
}
