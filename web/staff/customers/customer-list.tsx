import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Link } from '@tanstack/react-router'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { CustomerLine } from '../../../server/customers/customers.api.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import classes from './customers-page.module.css'

export interface CustomerListHandle {
  focusRow: (index: number) => void
}

interface Props {
  rows: CustomerLine[]
  hasMore: boolean
  loadMore: () => void
  isStale: boolean
  ref: Ref<CustomerListHandle>
}

const ROW_HEIGHT = 52

/** Only the rows on the screen exist, however many there are; the next page is asked for before the end is seen. */
export function CustomerList({ rows, hasMore, loadMore, isStale, ref }: Props) {
  const body = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [])

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: offset,
    scrollPaddingStart: 140,
  })
  const shown = virtualizer.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastShown > rows.length - 20) loadMore()
  }, [hasMore, lastShown, rows.length, loadMore])

  const focusRow = (index: number) => {
    if (index < 0 || index >= rows.length) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`)?.focus(),
    )
  }
  useImperativeHandle(ref, () => ({ focusRow }))
  const moveFrom = (index: number) => (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    if (index + step >= 0) focusRow(index + step)
    else document.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
  }

  return (
    <div role="table" aria-label="Customers" aria-rowcount={-1} aria-busy={isStale} className={classes.table}>
      <div role="rowgroup" className={classes.sticky}>
        <div role="row" className={classes.head}>
          <span role="columnheader">Name</span>
          <span role="columnheader">Account number</span>
          <span role="columnheader">Primary contact</span>
          <span role="columnheader">State</span>
        </div>
      </div>
      <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start, key }) => (
          <Row
            key={key}
            index={index}
            top={start - offset}
            customer={rows[index]!}
            onKeyDown={moveFrom(index)}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  top: number
  customer: CustomerLine
  onKeyDown: (event: React.KeyboardEvent) => void
}

function Row({ index, top, customer, onKeyDown }: RowProps) {
  const { id, name, accountNumber, active, primaryContact } = customer
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={classes.row}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <span role="cell" className={classes.name}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: id }}
          className={classes.link}
          title={name}
          onKeyDown={onKeyDown}
        >
          {name}
        </Link>
      </span>
      <span role="cell" className={`${classes.number} numbers one-line`}>
        {accountNumber}
      </span>
      <span role="cell" className={classes.contact}>
        {primaryContact && (
          <>
            <span className="one-line">{primaryContact.name || primaryContact.email}</span>
            {primaryContact.name && (
              <span className={`${classes.email} one-line`}>{primaryContact.email}</span>
            )}
          </>
        )}
      </span>
      <span role="cell" className={classes.state}>
        <StatusBadge tone={active ? 'good' : 'off'}>{active ? 'Active' : 'Inactive'}</StatusBadge>
      </span>
    </div>
  )
}
