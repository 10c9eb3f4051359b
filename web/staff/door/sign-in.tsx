import { Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { SignInForm } from '../../ui/sign-in-form.tsx'
import { enter } from '../session.ts'
import { Door } from './door.tsx'

export function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false })
  const signIn = async (body: { email: string; password: string }) => {
    enter(await call(staffSessionApi.signIn, { body }))
    await navigate({ to: next ?? '/receivables' })
  }

  return (
    <Door title="Sign in" lead="For staff. Contacts of a customer sign in at their seller’s portal.">
      <SignInForm
        signIn={signIn}
        lockedOut={
          <Text size="sm">
            Was it somebody else?{' '}
            <AnchorLink to="/forgot-password" size="sm">
              Have a link mailed to you
            </AnchorLink>{' '}
            that lets you sign in here.
          </Text>
        }
      />
      <AnchorLink to="/forgot-password" ta="center">
        Forgot password
      </AnchorLink>
    </Door>
  )
}
