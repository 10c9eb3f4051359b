import { Button, Group, Text } from '@mantine/core'
import { mdiTrayArrowUp } from '@mdi/js'
import { useState } from 'react'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FileChoice } from '../../ui/file-drop.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TABLE_FILES } from './csv-drop.tsx'
import classes from './import.module.css'

interface LinesFileProps {
  one: CsvImport
  onUploaded: (uploaded: CsvImport) => void
}

/** Takes a second file with the lines of the invoices, where they are not in the first. */
export function LinesFile({ one, onUploaded }: LinesFileProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const upload = async (file: File) => {
    setBusy(true)
    setError(null)
    try {
      const params = { importId: one.id }
      const query = { fileName: file.name.slice(0, 200) }
      onUploaded(await call(importsApi.uploadLines, { params, query, body: file }))
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <div>
      <Group gap="sm">
        <FileChoice label="File of lines" accept={TABLE_FILES} take={upload}>
          {(choose) => (
            <Button
              variant="default"
              loading={busy}
              leftSection={<Icon path={mdiTrayArrowUp} />}
              onClick={choose}
            >
              {one.lines ? 'Use another file of lines' : 'Add a file of lines'}
            </Button>
          )}
        </FileChoice>
        <Text c="dimmed" size="sm">
          {one.lines
            ? 'Each line goes to the invoice with its number.'
            : 'If the lines are in a second file. Without lines, each invoice gets one line with its total.'}
        </Text>
      </Group>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </div>
  )
}
