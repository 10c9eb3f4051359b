import { Text } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SignInForm } from '../../ui/sign-in-form.tsx'
import { portal } from '../portal.ts'
import { enter, type Farewell, useFarewell } from '../session.ts'
import { ownPage } from '../shell/own-page.ts'
import { Door } from './door.tsx'
import { known, useKnownByLetter } from './known-by-letter.ts'
import { WhoToAsk } from './who-to-ask.tsx'

export function SignInPage() {
  const navigate = useNavigate()
  const next = useLocation().state.next
  const farewell = useFarewell()
  useKnownByLetter()
  const signIn = async (body: { email: string; password: string }) => {
    await known()
    const signedIn = await call(portalApi.signIn, { params: { portal }, body })
    enter(signedIn)
    if (signedIn.mustChoosePassword)
      await navigate({ to: '/choose-password', state: { next }, replace: true })
    else await navigate({ ...ownPage(next), replace: true })
  }

  return (
    <Door title="Sign in" lead="First time here? Follow the e-mail that we sent you.">
      <SignInForm
        signIn={signIn}
        lockedOut={
          <Text size="sm">
            Was it somebody else who tried? Open the link in the e-mail with your password, or{' '}
            <AnchorLink to="/forgot-password" state={{ next }} size="sm">
              let us mail you a link
            </AnchorLink>
            : either lets you sign in here.
          </Text>
        }
        notice={
          farewell && (
            <Notice tone={farewell === 'session-ended' ? 'attention' : 'done'}>{FAREWELLS[farewell]}</Notice>
          )
        }
      />
      <AnchorLink to="/forgot-password" state={{ next }} ta="center">
        Forgot password
      </AnchorLink>
      <WhoToAsk when="No password yet?" />
    </Door>
  )
}

const FAREWELLS: Record<Farewell, string> = {
  'signed-out': 'You are signed out.',
  'session-ended': 'Your session has ended. Sign in to continue.',
  'password-set': 'Your new password is set. Sign in with it.',
}
