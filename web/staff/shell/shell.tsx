import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { SkipLink } from '../../ui/skip-link.tsx'
import { useSession } from '../session.ts'
import { MailboxBanner } from './mailbox-banner.tsx'
import { SearchEverywhere } from './search-everywhere.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'

/** The frame of every page of a signed-in staff member. */
export function Shell() {
  const { mailbox } = useSession()
  const main = useRef<HTMLElement>(null)
  const header = useRef<HTMLElement>(null)
  useHeaderHeight(header)
  useFocusOnNewPage(main)
  return (
    <>
      <SkipLink />
      <header ref={header} className={classes.header}>
        <TopBar />
        {mailbox && <MailboxBanner />}
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <SearchEverywhere />
    </>
  )
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
