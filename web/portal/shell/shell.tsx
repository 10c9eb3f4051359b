import { Button } from '@mantine/core'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { ColorSchemeAction } from '../../ui/color-scheme-action.tsx'
import { SkipLink } from '../../ui/skip-link.tsx'
import { Brand } from '../look/brand.tsx'
import { useDoor } from '../portal.ts'
import { useFarewell, useSignedIn } from '../session.ts'
import classes from './shell.module.css'
import { useSignOut } from './sign-out.ts'

/** The frame of the pages for signed-in contacts. */
export function Shell({ children = <Outlet /> }: { children?: ReactNode }) {
  const { name, accentColor } = useDoor()
  const signedIn = useSignedIn()
  const main = useFocusOnNewPage()
  const signOut = useSignOut()
  useDoorWhenSignedOut()

  if (!signedIn || signedIn.mustChoosePassword) return null
  return (
    <>
      <SkipLink />
      <header className={classes.header}>
        <div className={classes.bar}>
          <div className={classes.brand}>
            <Brand name={name} color={accentColor} />
          </div>
          <nav aria-label="Portal" style={{ display: 'contents' }}>
            <ul className={classes.nav}>
              <li>
                <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={classes.link}>
                  Home
                </Link>
              </li>
              <li>
                <Link to="/profile" className={classes.link}>
                  Profile
                </Link>
              </li>
              <li>
                <Link to="/security" className={classes.link}>
                  Security
                </Link>
              </li>
            </ul>
          </nav>
          <div className={classes.actions}>
            <ColorSchemeAction />
            <Button variant="subtle" color="gray" size="sm" loading={signOut.busy} onClick={signOut.now}>
              Sign out
            </Button>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main} className={classes.main}>
        {children}
      </main>
    </>
  )
}

/** A session may end at any moment, here or elsewhere. */
function useDoorWhenSignedOut() {
  const navigate = useNavigate()
  const signedIn = useSignedIn()
  const wasSignedOut = useFarewell() === 'signed-out'
  const here = useLocation().pathname
  useEffect(() => {
    if (!signedIn)
      void navigate({ to: '/sign-in', state: { next: wasSignedOut ? undefined : here }, replace: true })
    else if (signedIn.mustChoosePassword)
      void navigate({ to: '/choose-password', state: { next: here }, replace: true })
  }, [signedIn, wasSignedOut, here, navigate])
}

/** With a keyboard or a screen reader, each page starts at its beginning. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus()
  }, [pathname])
  return main
}
