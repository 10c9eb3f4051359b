import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { hasStatus } from '../../lib/problem.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useLeaveWarning } from '../../ui/use-leave-warning.ts'
import { AccentStyle } from '../look/accent-style.tsx'
import { doorQuery, portal } from '../portal.ts'
import { Bare } from './bare.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { UnknownPortalPage } from './unknown-portal-page.tsx'

/** Whose portal is this? Nothing is shown before that is known, and nothing else where there is none. */
export function Root() {
  const router = useRouter()
  const door = useQuery({ ...doorQuery, enabled: portal !== '' })
  useLeaveWarning()
  const again = async () => {
    await door.refetch()
    await router.invalidate()
  }

  if (portal === '' || hasStatus(door.error, 404)) return <UnknownPortalPage />
  if (door.error) {
    return (
      <Bare title="The portal cannot be opened">
        <ErrorNotice error={door.error} retry={again} />
      </Bare>
    )
  }
  if (!door.data) return <PageSkeleton />
  return (
    <>
      <AccentStyle color={door.data.accentColor} />
      <Outlet />
    </>
  )
}
