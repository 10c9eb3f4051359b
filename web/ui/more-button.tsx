import { Button } from '@mantine/core'
import type { PagedQuery } from '../lib/paging.ts'
import { ErrorNotice } from './error-notice.tsx'

/** Reads the next page of a list, if there is one; when that fails, tries again. */
export function MoreButton<Row>({ query, children }: { query: PagedQuery<Row>; children: string }) {
  const more = () => void query.fetchNextPage()
  if (query.isFetchNextPageError) return <ErrorNotice error={query.error} retry={more} />
  if (!query.hasNextPage) return null
  return (
    <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={more}>
      {children}
    </Button>
  )
}
