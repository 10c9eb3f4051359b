import type { ReactNode } from 'react'
import { type PagedQuery, rowsOf } from '../lib/paging.ts'
import { ErrorNotice } from './error-notice.tsx'
import classes from './list.module.css'
import { MoreButton } from './more-button.tsx'
import { SkeletonRows } from './skeleton-rows.tsx'

interface Props<Row> {
  /** Names the list for screen readers, where no heading beside it does. */
  label?: string
  query: PagedQuery<Row>
  /** The height of an item, for the skeletons. */
  itemHeight: number
  /** How many skeletons stand in for items. */
  skeletons?: number
  empty: ReactNode
  /** On the button that reads the next page. */
  more: string
  /** One `ListItem` each. */
  children: (row: Row) => ReactNode
}

/**
 * A list of items as high as their text, read page by page with a button. For columns there is `PagedTable`.
 *
 *     <PagedList query={query} itemHeight={60} more="Show earlier" empty={<Empty ... />}>
 *       {(letter) => <ListItem key={letter.id}>...</ListItem>}
 *     </PagedList>
 */
export function PagedList<Row>({
  label,
  query,
  itemHeight,
  skeletons = 8,
  empty,
  more,
  children,
}: Props<Row>) {
  const rows = rowsOf(query)
  if (query.isPending) return <SkeletonRows rows={skeletons} height={itemHeight} />
  if (query.error && rows.length === 0)
    return <ErrorNotice error={query.error} retry={() => query.refetch()} />
  if (rows.length === 0) return empty
  return (
    <>
      <List label={label} isStale={query.isPlaceholderData}>
        {rows.map((row) => children(row))}
      </List>
      <MoreButton query={query}>{more}</MoreButton>
    </>
  )
}

interface ListProps {
  label?: string | undefined
  /** While other rows are on their way. */
  isStale?: boolean
  children: ReactNode
}

export function List({ label, isStale = false, children }: ListProps) {
  return (
    <ul aria-label={label} aria-busy={isStale} className={classes.list} data-stale={isStale || undefined}>
      {children}
    </ul>
  )
}

export function ListItem({
  className = '',
  children,
}: {
  className?: string | undefined
  children: ReactNode
}) {
  return <li className={`${classes.item} ${className}`}>{children}</li>
}
