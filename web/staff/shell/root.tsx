import { Outlet } from '@tanstack/react-router'
import { PasswordQuestions } from '../../ui/ask-password.tsx'
import { LeaveWarning } from '../../ui/leave-warning.tsx'

/** Around every page, before and after sign-in. */
export function Root() {
  return (
    <>
      <Outlet />
      <PasswordQuestions />
      <LeaveWarning />
    </>
  )
}
