import { useQuery } from '@tanstack/react-query'
import { Door } from '../door/door.tsx'
import { sessionQuery } from '../session.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell.tsx'

/** An address that no page has: for signed-in staff among their pages; for others, with the way to the door. */
export function NoSuchAddress() {
  const { data: session, isPending } = useQuery({ ...sessionQuery, retry: false })
  if (isPending) return null
  if (session) {
    return (
      <Shell>
        <NotFoundPage />
      </Shell>
    )
  }
  return (
    <Door title="There is no such page" lead="The address may be mistyped.">
      <ButtonLink to="/sign-in">Sign in</ButtonLink>
    </Door>
  )
}
