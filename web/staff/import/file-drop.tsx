import { Button, Loader, Text } from '@mantine/core'
import { mdiTrayArrowUp } from '@mdi/js'
import { useRef, useState } from 'react'
import {
  type CsvImport,
  type ImportKind,
  importsApi,
  MOST_UPLOAD_BYTES,
} from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import classes from './import.module.css'

/** Takes a CSV file, dropped or chosen, and uploads it. */
export function FileDrop({
  kind,
  onUploaded,
}: {
  kind: ImportKind
  onUploaded: (uploaded: CsvImport) => unknown
}) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [busy, setBusy] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)

  const upload = async (file: File | undefined) => {
    if (!file || busy) return
    setBusy(file)
    setError(null)
    try {
      const fileName = file.name.slice(0, 200)
      await onUploaded(await call(importsApi.upload, { query: { fileName, kind }, body: file }))
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(null)
      if (input.current) input.current.value = ''
    }
  }
  return (
    <>
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          void upload(event.dataTransfer.files[0])
        }}
      >
        {busy ? (
          <div role="status" className={classes.dropBusy}>
            <Loader size="sm" />
            <Text>Uploading {busy.name}…</Text>
          </div>
        ) : (
          <>
            <span className={classes.dropIcon}>
              <Icon path={mdiTrayArrowUp} size={28} />
            </span>
            <Text fw={550}>Drop a CSV file here</Text>
            <Button onClick={() => input.current?.click()}>Choose a file</Button>
            <Text c="dimmed" size="sm">
              From Excel, Google Sheets or any other program; up to {MOST_UPLOAD_BYTES / 1024 / 1024} MB
            </Text>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label="CSV file"
          tabIndex={-1}
          className={classes.fileInput}
          onChange={(event) => void upload(event.currentTarget.files?.[0])}
        />
      </div>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </>
  )
}
