import { Outlet } from '@tanstack/react-router'
import { useLeaveWarning } from '../../ui/use-leave-warning.ts'

/** Around every page, before and after sign-in. */
export function Root() {
  useLeaveWarning()
  return <Outlet />
}
