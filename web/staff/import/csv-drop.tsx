import { Button, Loader, Text } from '@mantine/core'
import { mdiTrayArrowUp } from '@mdi/js'
import { useState } from 'react'
import {
  type CsvImport,
  type ImportKind,
  importsApi,
  MOST_UPLOAD_BYTES,
} from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Icon } from '../../ui/icon.tsx'
import classes from './import.module.css'

export const TABLE_FILES = '.csv,.tsv,.tab,.txt,.xlsx,.xlsm,.ods,.vcf,.vcard,text/csv,text/vcard'

/** Takes a file, dropped or chosen, and uploads it. */
export function CsvDrop({
  kind,
  onUploaded,
}: {
  kind: ImportKind
  onUploaded: (uploaded: CsvImport) => unknown
}) {
  const [busy, setBusy] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)

  const upload = async (file: File) => {
    if (busy) return
    setBusy(file)
    setError(null)
    try {
      const fileName = file.name.slice(0, 200)
      await onUploaded(await call(importsApi.upload, { query: { fileName, kind }, body: file }))
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(null)
    }
  }
  return (
    <>
      <FileDrop label="File to import" accept={TABLE_FILES} className={classes.drop} take={upload}>
        {(choose) =>
          busy ? (
            <div role="status" className={classes.dropBusy}>
              <Loader size="sm" />
              <Text>Uploading {busy.name}…</Text>
            </div>
          ) : (
            <>
              <span className={classes.dropIcon}>
                <Icon path={mdiTrayArrowUp} size={28} />
              </span>
              <Text fw={550}>Drop a file here</Text>
              <Button onClick={choose}>Choose a file</Button>
              <Text c="dimmed" size="sm">
                CSV, Excel, OpenDocument or vCard, from any program; up to {MOST_UPLOAD_BYTES / 1024 / 1024}{' '}
                MB
              </Text>
            </>
          )
        }
      </FileDrop>
      {error !== null && (
        <div className={classes.notice}>
          <ErrorNotice error={error} />
        </div>
      )}
    </>
  )
}
