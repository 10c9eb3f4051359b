import { Anchor, type AnchorProps } from '@mantine/core'
import { Link as RouterLink, useNavigate } from '@tanstack/react-router'
import { type ComponentPropsWithRef, useCallback } from 'react'

/** The pages of the portal. (The router's own types know the staff app's: both are checked as one program.) */
export type PortalPath =
  | '/'
  | `/invoices/${string}`
  | '/sign-in'
  | '/forgot-password'
  | '/set-password'
  | '/choose-password'
  | '/profile'
  | '/security'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Where somebody was going when they had to sign in. In the history, so that addresses stay clean. */
    next?: string
  }
}

/** A page of the portal as redirects take it, too. */
export const path = (to: PortalPath) => to as never

export function useGo() {
  const navigate = useNavigate()
  return useCallback(
    (
      to: PortalPath,
      options: { replace?: boolean; next?: string | undefined; ignoreBlocker?: boolean } = {},
    ) =>
      navigate({
        to: path(to),
        replace: options.replace,
        ignoreBlocker: options.ignoreBlocker,
        state: { next: options.next },
      }),
    [navigate],
  )
}

const OWN_PAGE = /^\/(profile|security|invoices\/[0-9a-f-]{36})$/

/** Where somebody was going: only a page of the portal, because nothing else is worth going to. */
export function ownPage(next: string | undefined): PortalPath {
  return next && OWN_PAGE.test(next) ? (next as PortalPath) : '/'
}

/** A link that looks like one. Past the door it remembers where somebody was going. */
export function TextLink({
  to,
  next,
  ...rest
}: AnchorProps & { to: PortalPath; next?: string | undefined; children: string }) {
  return <Anchor component={RouterLink} to={path(to)} state={{ next }} {...rest} />
}

/** A link that looks as its class says; the current page's has `aria-current`. */
export function NavLink({ to, ...rest }: ComponentPropsWithRef<'a'> & { to: PortalPath }) {
  return <RouterLink to={path(to)} activeOptions={{ exact: true, includeSearch: false }} {...rest} />
}
