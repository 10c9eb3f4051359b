import { Text } from '@mantine/core'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Door } from '../door/door.tsx'
import { useSignedIn } from '../session.ts'
import { Page } from './page.tsx'
import { Shell } from './shell.tsx'

const TITLE = 'There is no such page'

/** For signed-in contacts among their pages; for others, with the way to the door. */
export function NotFoundPage() {
  const signedIn = useSignedIn()
  if (!signedIn || signedIn.mustChoosePassword) {
    return (
      <Door title={TITLE}>
        <Text>The portal has no page at this address.</Text>
        <AnchorLink to={signedIn ? '/choose-password' : '/sign-in'}>
          {signedIn ? 'Choose your password' : 'Sign in'}
        </AnchorLink>
      </Door>
    )
  }
  return (
    <Shell>
      <Page title={TITLE} lead="The portal has no page at this address.">
        <AnchorLink to="/">Go to the home page</AnchorLink>
      </Page>
    </Shell>
  )
}
