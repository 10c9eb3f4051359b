import { Outlet } from '@tanstack/react-router'
import { LeaveWarning } from '../../ui/leave-warning.tsx'
import { SignInAgain } from '../../ui/sign-in-again.tsx'

/** Around every page, before and after one is signed in. */
export function Root() {
  return (
    <>
      <Outlet />
      <SignInAgain />
      <LeaveWarning />
    </>
  )
}
