import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { ForgotPasswordForm } from '../../ui/forgot-password-form.tsx'
import { Door } from './door.tsx'

export function ForgotPasswordPage() {
  return (
    <Door
      title="Forgot password"
      lead="We will mail you a link to set a new password. Your current one works until then."
    >
      <ForgotPasswordForm send={(body) => call(staffSessionApi.sendPasswordLink, { body })} />
      <Anchor component={Link} to="/sign-in" ta="center">
        Back to sign in
      </Anchor>
    </Door>
  )
}
