import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'

/** What every list of the API returns. */
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

/**
 * While a filter or a search changes, what was there stays until the next is here; but nothing of another customer, whose
 * key differs in its first parts: `placeholderData: keepWithin(['contacts', customerId])`.
 */
export const keepWithin =
  (subject: readonly unknown[]) =>
  <Data>(previous: Data | undefined, query?: { queryKey: readonly unknown[] }): Data | undefined =>
    query && subject.every((part, at) => part === query.queryKey[at]) ? previous : undefined

/** Whether the next page may be read unasked: not again after it was refused, nor while other rows are on their way. */
export function mayReadOn<Row>(query: PagedQuery<Row>): boolean {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData } = query
  return hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData
}

/** All rows that were read so far. */
export function rowsOf<Row>(query: PagedQuery<Row>): Row[] {
  return query.data?.pages.flatMap((page) => page.data) ?? []
}
