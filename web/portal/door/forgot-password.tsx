import { useLocation } from '@tanstack/react-router'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ForgotPasswordForm } from '../../ui/forgot-password-form.tsx'
import { portal } from '../portal.ts'
import { Door } from './door.tsx'
import { WhoToAsk } from './who-to-ask.tsx'

export function ForgotPasswordPage() {
  const next = useLocation().state.next
  return (
    <Door
      title="Forgot password"
      lead="We will mail you a link to set a new password. Your current one works until then."
    >
      <ForgotPasswordForm send={(body) => call(portalApi.sendPasswordLink, { params: { portal }, body })} />
      <AnchorLink to="/sign-in" state={{ next }} ta="center">
        Back to sign in
      </AnchorLink>
      <WhoToAsk when="No e-mail from us? This address may have no access to the portal." />
    </Door>
  )
}
