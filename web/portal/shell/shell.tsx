import { Button } from '@mantine/core'
import { Outlet, useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { ColorSchemeAction } from '../../ui/color-scheme-action.tsx'
import { SkipLink } from '../../ui/skip-link.tsx'
import { NavLink, useGo } from '../links.tsx'
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
                <NavLink to="/" className={classes.link}>
                  Home
                </NavLink>
              </li>
              <li>
                <NavLink to="/profile" className={classes.link}>
                  Profile
                </NavLink>
              </li>
              <li>
                <NavLink to="/security" className={classes.link}>
                  Security
                </NavLink>
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
  const go = useGo()
  const signedIn = useSignedIn()
  const wasSignedOut = useFarewell() === 'signed-out'
  const here = useLocation().pathname
  useEffect(() => {
    if (!signedIn) void go('/sign-in', { replace: true, next: wasSignedOut ? undefined : here })
    else if (signedIn.mustChoosePassword) void go('/choose-password', { replace: true, next: here })
  }, [signedIn, wasSignedOut, here, go])
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
