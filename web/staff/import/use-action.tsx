import { type ReactNode, useState } from 'react'
import { type CsvImport, importsApi } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { importQuery } from './import-queries.ts'
import classes from './import.module.css'

type Action = (typeof importsApi)['plan' | 'run' | 'stop' | 'undo' | 'remind']

/** A step of an import that a button asks for; the page then shows where the import is. */
export function useAction(
  { id }: CsvImport,
  endpoint: Action,
): { run: () => Promise<void>; busy: boolean; notice: ReactNode } {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    setBusy(true)
    setError(null)
    try {
      const now = await call(endpoint, { params: { importId: id } })
      queryClient.setQueryData(importQuery(id).queryKey, now)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  const notice = error !== null && (
    <div className={classes.notice}>
      <ErrorNotice error={error} />
    </div>
  )
  return { run, busy, notice }
}
