import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useLocation } from '@tanstack/react-router'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { type PortalPath, TextLink, useGo } from '../links.tsx'
import { Notice } from '../look/notice.tsx'
import { portal } from '../portal.ts'
import { enter, type Farewell, useFarewell } from '../session.ts'
import { Door } from './door.tsx'

export function SignInPage() {
  const go = useGo()
  const next = useLocation().state.next
  const farewell = useFarewell()
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email: string) => (email.trim() ? null : 'Fill in your e-mail.'),
      password: (password: string) => (password ? null : 'Fill in your password.'),
    },
  })
  const { onSubmit, busy, error } = useSubmit(form, async ({ email, password }) => {
    const body = { email: email.trim(), password }
    const signedIn = await call(portalApi.signIn, { params: { portal }, body })
    enter(signedIn)
    await go(signedIn.mustChoosePassword ? '/choose-password' : ownPage(next), { replace: true })
  })

  return (
    <Door
      title="Sign in"
      lead="With your e-mail and your password. The first time, follow the letter that you were sent."
    >
      {farewell && !error && (
        <Notice tone={farewell === 'session-ended' ? 'attention' : 'done'}>{FAREWELLS[farewell]}</Notice>
      )}
      <form onSubmit={onSubmit} noValidate>
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
          aria-invalid={Boolean(form.errors.password)}
          {...form.getInputProps('password')}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
      </form>
      <TextLink to="/forgot-password" ta="center">
        Forgot password
      </TextLink>
    </Door>
  )
}

const FAREWELLS: Record<Farewell, string> = {
  'signed-out': 'You are signed out.',
  'session-ended': 'Your session has ended. Sign in to go on.',
  'password-set': 'Your new password is set. Sign in with it.',
}

/** Only a page of the portal: nothing else is worth going back to. */
function ownPage(next: string | undefined): PortalPath {
  return next === '/profile' || next === '/security' ? next : '/'
}
