import { useHotkeys, useMediaQuery } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { afterPage } from '../../ui/after-page.tsx'
import { upTo } from '../../ui/breakpoints.ts'
import { SkipLink } from '../../ui/skip-link.tsx'
import { useSession } from '../session.ts'
import { MailboxBanner } from './mailbox-banner.tsx'
import { openSearch } from './search-store.ts'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

const SearchEverywhere = afterPage(() =>
  import('./search-everywhere.tsx').then(({ SearchEverywhere }) => SearchEverywhere),
)

/** The frame of every page of a signed-in staff member. */
export function Shell({ children = <Outlet /> }: { children?: ReactNode }) {
  const { mailbox } = useSession()
  const main = useRef<HTMLElement>(null)
  const header = useRef<HTMLElement>(null)
  const isPhone = useMediaQuery(upTo('narrow'), false, { getInitialValueInEffect: false })
  useHeaderHeight(header)
  useFocusOnNewPage(main)
  useSearchKeys()
  return (
    <>
      <SkipLink />
      <header ref={header} className={classes.header}>
        <TopBar />
        {mailbox && !isPhone && <MailboxBanner />}
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      {/* Where the screen is small its top is for the page. */}
      {mailbox && isPhone && <MailboxBanner />}
      <SearchEverywhere />
    </>
  )
}

/**
 * They answer before the search itself is there: it opens as soon as it comes. `/` is a letter like any other where something
 * is written; in a search box that is still empty it is not.
 */
function useSearchKeys() {
  useHotkeys(
    [
      [
        '/',
        (event) => {
          if (isWriting(event.target)) return
          event.preventDefault()
          openSearch()
        },
        { preventDefault: false },
      ],
      ['mod+K', openSearch],
    ],
    [],
    true,
  )
}

function isWriting(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && target.type === 'search') return target.value !== ''
  return target.isContentEditable || target.matches('input, textarea, select')
}

/** What sticks below the header, or stands beside the page, starts where the header ends. */
function useHeaderHeight(header: React.RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      document.documentElement.style.setProperty('--header-height', `${header.current?.offsetHeight ?? 0}px`)
    })
    observer.observe(header.current!)
    return () => observer.disconnect()
  }, [header])
}

/** A new page is announced and read from its start; what happens within a page keeps its own focus. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>) {
  const page = useRouterState({ select: (state) => state.location.pathname.split('/').slice(1, 4).join('/') })
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) isFirst.current = false
    else if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [page, main])
}
