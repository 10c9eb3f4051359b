import { Button, Group, Text } from '@mantine/core'
import { mdiTrayArrowUp } from '@mdi/js'
import { useRef, useState } from 'react'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import classes from './import.module.css'

interface LinesFileProps {
  one: CsvImport
  onUploaded: (uploaded: CsvImport) => void
}

/** Takes a second file with the lines of the invoices, where they are not in the first. */
export function LinesFile({ one, onUploaded }: LinesFileProps) {
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const upload = async (file: File | undefined) => {
    if (!file) return
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
    if (input.current) input.current.value = ''
  }
  return (
    <div>
      <Group gap="sm">
        <Button
          variant="default"
          loading={busy}
          leftSection={<Icon path={mdiTrayArrowUp} />}
          onClick={() => input.current?.click()}
        >
          {one.lines ? 'Use another file of lines' : 'Add a file of lines'}
        </Button>
        <Text c="dimmed" size="sm">
          {one.lines
            ? 'Each line goes to the invoice whose number it has.'
            : 'If the lines of these invoices are in a second file. Without lines, each invoice gets one with its total.'}
        </Text>
      </Group>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV file of lines"
        tabIndex={-1}
        className={classes.fileInput}
        onChange={(event) => void upload(event.currentTarget.files?.[0])}
      />
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </div>
  )
}
