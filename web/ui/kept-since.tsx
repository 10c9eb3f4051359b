import type { InfiniteData } from '@tanstack/react-query'
import { dayOf } from '../lib/formats.ts'

interface Props {
  /** What the list is of: "Entries". */
  of: string
  /** That of a list that says where it begins. */
  query: { data?: InfiniteData<{ keptSince: string | null }> | undefined }
}

/** Below a list that was read to its end: what is missing there, because it was kept for a while only. */
export function KeptSince({ of, query }: Props) {
  const since = keptSinceOf(query)
  return since && <p className="muted">{`${of} before ${dayOf(since)} were not kept.`}</p>
}

/** When a list begins of which everything older was thrown away. Null: nothing was, or its end was not read yet. */
export const keptSinceOf = ({ data }: Props['query']): string | null => data?.pages.at(-1)?.keptSince ?? null

/** "Nothing has happened yet", where that is known. */
export const nothingYet = (words: string, since: string | null): string =>
  since ? `Nothing since ${dayOf(since)}` : words

/** "Nothing has been mailed yet.", where that is known. */
export const nothingMailed = (words: string, since: string | null): string =>
  since ? `Nothing has been mailed since ${dayOf(since)}. E-mails before were not kept.` : words
