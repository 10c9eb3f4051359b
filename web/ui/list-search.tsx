import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { mdiMagnify } from '@mdi/js'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, type Ref, type RefObject, useState } from 'react'
import { type PagedQuery, rowsOf } from '../lib/paging.ts'
import { Icon } from './icon.tsx'
import classes from './list-search.module.css'
import type { TableRowsHandle } from './table-rows.tsx'

interface Props<Row> {
  label: string
  placeholder: string
  autoFocus?: boolean
  /** What the list is asked for. */
  search: string
  onSearch: (text: string) => void
  /** What it returns. */
  query: PagedQuery<Row>
  open: (first: Row) => unknown
  rows: RefObject<TableRowsHandle | null>
  ref: Ref<HTMLInputElement>
}

/** Searches the list below it as you type. The arrow down leads to the rows, Enter opens the first. */
export function ListSearch<Row>(props: Props<Row>) {
  const { label, placeholder, autoFocus = false, search, onSearch, query, open, rows, ref } = props
  const [typed, setTyped] = useState(search)
  const router = useRouter()
  const searchFor = useDebouncedCallback((text: string, from: string) => {
    // A row that was chosen meanwhile is being opened.
    if (router.latestLocation.pathname === from) onSearch(text)
  }, 120)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      rows.current?.focusRow(0)
    }
    const [first] = rowsOf(query)
    if (event.key === 'Enter' && first && search === typed && !query.isPlaceholderData) open(first)
  }
  return (
    <TextInput
      ref={ref}
      className={classes.search}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<Icon path={mdiMagnify} />}
      type="search"
      autoFocus={autoFocus}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        searchFor(value, router.latestLocation.pathname)
      }}
      onKeyDown={onKeyDown}
    />
  )
}

/** The search, and what else narrows the list down. */
export function ListTools({ children }: { children: ReactNode }) {
  return <div className={classes.tools}>{children}</div>
}
