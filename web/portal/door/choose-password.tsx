import { Anchor, Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { NewPassword } from '../password/new-password.tsx'
import { refusalOf, usePasswordContext } from '../password/password-context.ts'
import { portal } from '../portal.ts'
import { enter, useSignedIn, whileSignedIn } from '../session.ts'
import { ownPage } from '../shell/own-page.ts'
import { useSignOut } from '../shell/sign-out.ts'
import { Door } from './door.tsx'

/** The one thing that a temporary password is good for. */
export function ChoosePasswordPage() {
  const navigate = useNavigate()
  const next = useLocation().state.next
  const signedIn = useSignedIn()
  const signOut = useSignOut()
  const context = usePasswordContext()
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password: string) => refusalOf(password, context) },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (body) => whileSignedIn(call(portalApi.choosePassword, { params: { portal }, body })),
    saved: (session) => {
      enter(session)
      return navigate({ ...ownPage(next), replace: true })
    },
  })
  useEffect(() => {
    if (!signedIn) void navigate({ to: '/sign-in', state: { next }, replace: true, ignoreBlocker: true })
  }, [signedIn, next, navigate])

  return (
    <Door
      title="Choose your password"
      lead="You signed in with a temporary password. Choose your own to continue. From then on, only yours works."
    >
      <form onSubmit={onSubmit} noValidate>
        <NewPassword
          label="New password"
          username={signedIn?.person.email}
          context={context}
          autoFocus
          {...form.getInputProps('password')}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} fullWidth>
          Save and continue
        </Button>
      </form>
      <Anchor component="button" type="button" ta="center" onClick={signOut.now} disabled={signOut.busy}>
        Sign out
      </Anchor>
    </Door>
  )
}
