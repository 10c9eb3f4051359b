// First: what a link carries leaves the address when it is read.
import { followMoved } from '../lib/moved.ts'
import { start } from '../ui/start.tsx'
// Before the router reads the address: the token of a link leaves it first.
import './door/link-token.ts'
import { portalLook } from './look/portal-look.ts'
import './portal.css'
import { router } from './router.tsx'
import { goOnWhenSignedOut } from './signed-out.ts'

followMoved()
goOnWhenSignedOut()
start(portalLook, router)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
