// First: what a link carries leaves the address when it is read.
import { followMoved } from '../lib/moved.ts'
import { start } from '../ui/start.tsx'
import { staffTheme } from '../ui/theme.ts'
import { askWhenPasswordIsNeeded } from './password-needed.ts'
import { router } from './router.tsx'
import { goOnWhenSignedOut } from './signed-out.ts'
import './staff.css'

followMoved()
goOnWhenSignedOut()
askWhenPasswordIsNeeded()
start(staffTheme, router)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
