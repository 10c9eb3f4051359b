import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'

/** What every list of the API answers. */
interface PageOf<Row> {
  data: Row[]
  nextCursor: string | null
}

export type PagedQuery<Row> = UseInfiniteQueryResult<InfiniteData<PageOf<Row>>>

/** Pages of a list follow one another by the cursor that each ends with: `infiniteQueryOptions({ ..., ...byCursor })`. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
}

/** All rows that were read so far. */
export function rowsOf<Row>(query: PagedQuery<Row>): Row[] {
  return query.data?.pages.flatMap((page) => page.data) ?? []
}
