import type { ReactNode } from 'react'
import { ErrorNotice } from './error-notice.tsx'
import { SkeletonRows } from './skeleton-rows.tsx'

interface Props<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown }
  /** Of the rows that stand there until it is read. */
  rows: number
  height: number
  children: (data: Data) => ReactNode
}

/** What was read, also when it could not be read again; until then rows of its size, or why it cannot be read. */
export function WhenRead<Data>({ query: { data, error, refetch }, rows, height, children }: Props<Data>) {
  if (data !== undefined) return children(data)
  return error ? <ErrorNotice error={error} retry={refetch} /> : <SkeletonRows rows={rows} height={height} />
}
