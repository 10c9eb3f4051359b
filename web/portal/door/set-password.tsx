import { Anchor, Button, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { NewPassword } from '../password/new-password.tsx'
import { refusalOf, usePasswordContext } from '../password/password-context.ts'
import { portal } from '../portal.ts'
import { leave } from '../session.ts'
import { Door } from './door.tsx'
import { becomeKnown } from './known-by-letter.ts'
import { forgetToken, useLinkToken } from './link-token.ts'

/** Where the link of a letter leads. Opening it changes nothing: only the form does. */
export function SetPasswordPage() {
  const token = useLinkToken()
  // A newer link starts over.
  return token ? <SetPassword key={token} token={token} /> : <Useless />
}

function SetPassword({ token }: { token: string }) {
  const navigate = useNavigate()
  const context = usePasswordContext()
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password: string) => refusalOf(password, context) },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ password }) =>
      call(portalApi.setPasswordByLink, { params: { portal }, body: { token, password } }),
    saved: () => {
      forgetToken()
      leave('password-set')
      return navigate({ to: '/sign-in', replace: true })
    },
  })

  if (hasStatus(error, 410)) return <Useless dead />
  return (
    <Door
      title="Set your password"
      lead="You sign in with it afterwards. Every earlier password stops working."
    >
      <form onSubmit={onSubmit} noValidate>
        <NewPassword label="New password" context={context} autoFocus {...form.getInputProps('password')} />
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} fullWidth>
          Set password
        </Button>
      </form>
      <Anchor
        component="button"
        type="button"
        ta="center"
        onClick={() => void becomeKnown(token).then(() => navigate({ to: '/sign-in' }))}
      >
        I know my password: sign in
      </Anchor>
    </Door>
  )
}

function Useless({ dead = false }: { dead?: boolean }) {
  return (
    <Door title={dead ? 'This link no longer works' : 'This link is not complete'}>
      <Text role={dead ? 'alert' : undefined}>
        {dead
          ? 'It was already used, has expired, or was replaced by a newer one. No password was changed.'
          : 'Open it from the e-mail again, or ask for a new one.'}
      </Text>
      <ButtonLink to="/forgot-password" fullWidth>
        Ask for a new link
      </ButtonLink>
      <AnchorLink to="/sign-in" ta="center">
        Back to sign in
      </AnchorLink>
    </Door>
  )
}
