import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { mayReadOn, type PagedQuery } from '../lib/paging.ts'
import classes from './list.module.css'
import { OneLine } from './one-line.tsx'
import type { Column } from './column.ts'
import { rowStep } from './row-step.ts'

export interface TableRowsHandle {
  focusRow: (index: number) => void
}

interface Props<Row> {
  rows: Row[]
  query: PagedQuery<Row>
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  isQuiet?: (row: Row) => boolean
  more?: string
  onLeaveTop?: () => void
  ref?: Ref<TableRowsHandle>
}

/** Two lines of text and air, in pixels, also for people who read with larger letters. */
export const ROW_HEIGHT = (52 / 16) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** Only the rows on the screen exist, however many there are; the next page is asked for before the end is seen. */
export function TableRows<Row>({ rows, query, columns, keyOf, isQuiet, more, onLeaveTop, ref }: Props<Row>) {
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(body.current!.getBoundingClientRect().top + window.scrollY), [])

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rows[index]!),
    overscan: 12,
    scrollMargin: offset,
    scrollPaddingStart: 140,
  })
  const shown = virtualizer.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) > rows.length - 20
  const { fetchNextPage } = query
  const isTime = !more && isNearEnd && mayReadOn(query)
  useEffect(() => {
    if (isTime) void fetchNextPage()
  }, [isTime, fetchNextPage])

  const focusRow = (index: number) => {
    if (index < 0 || index >= rows.length) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>(`[data-index="${index}"] .${classes.link}`)?.focus(),
    )
  }
  useImperativeHandle(ref, () => ({ focusRow }))
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const step = rowStep(event)
    if (step === 0 || !target.matches(`.${classes.link}`)) return
    event.preventDefault()
    const index = Number(target.closest<HTMLElement>('[data-index]')!.dataset.index)
    if (index + step < 0) onLeaveTop?.()
    else focusRow(index + step)
  }

  return (
    <div
      role="rowgroup"
      ref={body}
      className={classes.body}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {shown.map(({ index, start, key }) => (
        <div
          key={key}
          role="row"
          aria-rowindex={index + 2}
          data-index={index}
          data-quiet={isQuiet?.(rows[index]!) || undefined}
          className={classes.row}
          style={{ height: ROW_HEIGHT, transform: `translateY(${start - offset}px)` }}
        >
          {columns.map(({ name, align, narrow, onlyWide, cell }) => (
            <span
              key={name}
              role="cell"
              className={`${classes.cell} ${align ? 'numbers' : ''}`}
              data-align={align}
              data-narrow={narrow}
              data-only-wide={onlyWide}
            >
              <Content>{cell(rows[index]!)}</Content>
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}

function Content({ children }: { children: ReactNode }) {
  return typeof children === 'string' ? <OneLine>{children}</OneLine> : children
}
