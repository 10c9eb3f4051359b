import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type CsvImport, importsApi, type RowOutcome } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'

const WHILE_WORKING_MS = 500

/** One that was stopped goes on by itself, and is looked at until it does. */
const WHILE_STOPPED_MS = 5_000

export const isWorking = (state: CsvImport['state'] | undefined) =>
  state === 'planning' || state === 'running' || state === 'undoing'

/** It goes on by itself, where something that went wrong waits for somebody. */
export const isStopped = ({ state, trouble }: CsvImport) => state === 'interrupted' && trouble === null

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    call(importsApi.list, { query: { limit: 10, cursor: pageParam }, signal }),
  ...byCursor,
})

export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', importId],
    queryFn: ({ signal }) => call(importsApi.read, { params: { importId }, signal }),
    refetchInterval: ({ state: { data } }) =>
      isWorking(data?.state) ? WHILE_WORKING_MS : data && isStopped(data) && WHILE_STOPPED_MS,
  })

/** Rows as they stand: another step of the import has other rows. */
export const rowsQuery = ({ id, state }: CsvImport, outcome: RowOutcome | undefined, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'rows', state, outcome ?? 'all', limit],
    queryFn: ({ pageParam, signal }) =>
      call(importsApi.rows, {
        params: { importId: id },
        query: { outcome, limit, cursor: pageParam },
        signal,
      }),
    ...byCursor,
    placeholderData: keepWithin(['imports', id]),
  })
