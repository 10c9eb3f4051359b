import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { SkipLink } from '../../ui/skip-link.tsx'
import { useSession } from '../session.ts'
import { MailboxBanner } from './mailbox-banner.tsx'
import { SearchEverywhere } from './search-everywhere.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame of every page of a signed-in staff member. */
export function Shell() {
  const { mailbox } = useSession()
  const main = useRef<HTMLElement>(null)
  useFocusOnNewPage(main)
  return (
    <>
      <SkipLink />
      <TopBar />
      {mailbox && <MailboxBanner />}
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <SearchEverywhere />
    </>
  )
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
