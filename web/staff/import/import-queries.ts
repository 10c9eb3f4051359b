import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type CsvImport, importsApi, type Outcome } from '../../../server/imports/imports.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'

const WHILE_WORKING_MS = 500

export const isWorking = (state: CsvImport['state'] | undefined) =>
  state === 'planning' || state === 'running'

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
    refetchInterval: ({ state: { data } }) => (isWorking(data?.state) ? WHILE_WORKING_MS : false),
  })

/** Rows as they stand: another step of the import has other rows. */
export const rowsQuery = ({ id, state }: CsvImport, outcome: Outcome | undefined, limit = 50) =>
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
