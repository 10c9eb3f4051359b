import { Skeleton } from '@mantine/core'
import type { ReactNode, Ref } from 'react'
import { type PagedQuery, rowsOf } from '../lib/paging.ts'
import type { Column } from './column.ts'
import { ErrorNotice } from './error-notice.tsx'
import { MoreButton } from './more-button.tsx'
import classes from './list.module.css'
import { ROW_HEIGHT, TableRows, type TableRowsHandle } from './table-rows.tsx'

interface Props<Row> {
  /** Names the table for screen readers: "Invoices". */
  label: string
  query: PagedQuery<Row>
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  /** Rows that count less, such as inactive ones. */
  isQuiet?: (row: Row) => boolean
  /** Instead of the table when there is no row: an `Empty`. */
  empty: ReactNode
  /** On a button that reads the next page, where something stands below; left out, it is read before its end is seen. */
  more?: string
  /** Where the arrow key goes from the first row: back to the search. */
  onLeaveTop?: () => void
  /** `ref.current.focusRow(0)`, from the search to the rows. */
  ref?: Ref<TableRowsHandle>
}

/**
 * A list in columns, read page by page: skeletons of the final size, a refusal with a way to try again, what to do when
 * it is empty, and rows of one height, of which only those on the screen exist. The next page is read before its end is seen.
 *
 *     const columns: Column<InvoiceLine>[] = [
 *       { name: 'Number', width: '120px', narrow: 'topStart', cell: (invoice) => (
 *         <Link {...rowLink} to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} resetScroll={false}>{invoice.number}</Link>
 *       ) },
 *       { name: 'Customer', width: 'minmax(0, 2fr)', narrow: 'bottomStart', cell: (invoice) => invoice.customerName },
 *       { name: 'Amount', width: AMOUNT_TRACK, align: 'end', narrow: 'topEnd', cell: (invoice) => <Amount … /> },
 *     ]
 *     const query = useInfiniteQuery(infiniteQueryOptions({ queryKey, queryFn, ...byCursor, placeholderData: keepPreviousData }))
 *     <PagedTable label="Invoices" query={query} columns={columns} keyOf={(invoice) => invoice.id} empty={<Empty ... />} />
 *
 * The row whose link is the page that is open (beside the list) is shown as selected. Arrow keys move between rows.
 */
export function PagedTable<Row>({ query, empty, ref, ...props }: Props<Row>) {
  const { label, columns } = props
  const rows = rowsOf(query)
  if (query.isPending) return <TableSkeleton columns={columns} />
  if (query.error && rows.length === 0)
    return <ErrorNotice error={query.error} retry={() => query.refetch()} />
  if (rows.length === 0) return empty
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={-1}
      aria-busy={query.isPlaceholderData}
      className={classes.table}
      data-two-lines={hasTwoLines(columns) || undefined}
      style={tracks(columns)}
    >
      <div role="rowgroup" className={classes.sticky}>
        <div role="row" className={classes.head}>
          {columns.map(({ name, align, onlyWide }) => (
            <span
              key={name}
              role="columnheader"
              className={classes.cell}
              data-align={align}
              data-only-wide={onlyWide}
            >
              {name}
            </span>
          ))}
        </div>
      </div>
      <TableRows {...props} ref={ref} rows={rows} query={query} />
      {query.isFetchingNextPage && <SkeletonLines columns={columns} rows={3} />}
      {props.more ? (
        <MoreButton query={query}>{props.more}</MoreButton>
      ) : (
        query.isFetchNextPageError && <ErrorNotice error={query.error} retry={() => query.fetchNextPage()} />
      )}
    </div>
  )
}

function TableSkeleton<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <div role="status" aria-label="Loading" className={classes.table} style={tracks(columns)}>
      <div className={classes.sticky}>
        <div className={classes.head}>
          {columns.map(({ name, align, onlyWide }) => (
            <span key={name} className={classes.cell} data-align={align} data-only-wide={onlyWide}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <SkeletonLines columns={columns} rows={10} />
    </div>
  )
}

function SkeletonLines<Row>({ columns, rows }: { columns: Column<Row>[]; rows: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <div key={row} className={classes.row} style={{ height: ROW_HEIGHT }} aria-hidden>
      {columns.map(({ name, align, narrow, onlyWide }, column) => (
        <span
          key={name}
          className={classes.cell}
          data-align={align}
          data-narrow={narrow}
          data-only-wide={onlyWide}
        >
          <Skeleton
            height={12}
            my={3}
            width={column === 0 ? `${50 + ((row * 17) % 40)}%` : 64}
            ml={align === 'end' ? 'auto' : undefined}
          />
        </span>
      ))}
    </div>
  ))
}

const hasTwoLines = (columns: { narrow?: string }[]) =>
  columns.some(({ narrow }) => narrow?.startsWith('bottom'))

const tracks = (columns: { width: string; onlyWide?: true }[]) =>
  ({
    '--columns': tracksOf(columns),
    '--fewer-columns': tracksOf(columns.filter(({ onlyWide }) => !onlyWide)),
  }) as React.CSSProperties

const tracksOf = (columns: { width: string }[]) => columns.map(({ width }) => width).join(' ')
