interface Page {
  data: unknown[]
  nextCursor: string | null
}

/**
 * A list: await it for its first page, or go through all its rows with `for await`. The pages that follow are read as they
 * are needed.
 */
export type Pages<P extends Page> = Promise<P> &
  AsyncIterable<P['data'][number]> & {
    /** Page by page, for who keeps the `nextCursor` to read on from another time. */
    pages(): AsyncIterable<P>
  }

/** A list ends with a page that has no cursor; a feed, which goes on for ever, where there is nothing new so far. */
export function pagesOf(
  kind: 'pages' | 'feed',
  read: (cursor: string | undefined) => Promise<unknown>,
): Pages<Page> {
  const first = read(undefined) as Promise<Page>
  async function* pages() {
    for (let page = await first; ; page = (await read(page.nextCursor!)) as Page) {
      yield page
      if (page.nextCursor === null || (kind === 'feed' && page.data.length === 0)) return
    }
  }
  async function* rows() {
    for await (const page of pages()) yield* page.data
  }
  return Object.assign(first, { pages, [Symbol.asyncIterator]: rows })
}
