import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ForgotPasswordForm } from '../../ui/forgot-password-form.tsx'
import { Door } from './door.tsx'

export function ForgotPasswordPage() {
  return (
    <Door
      title="Forgot password"
      lead="We will mail you a link to set a new password. Your current one works until then."
    >
      <ForgotPasswordForm send={(body) => call(staffSessionApi.sendPasswordLink, { body })} />
      <AnchorLink to="/sign-in" ta="center">
        Back to sign in
      </AnchorLink>
    </Door>
  )
}
