import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { enter } from '../session.ts'
import { Door } from './door.tsx'

export function SignInPage() {
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false })
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email: string) => (email.trim() ? null : 'Fill in your e-mail.'),
      password: (password: string) => (password ? null : 'Fill in your password.'),
    },
  })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    enter(await call(staffSessionApi.signIn, { body }))
    await navigate({ to: next ?? '/customers' })
  })

  return (
    <Door title="Sign in" lead="For staff. Contacts of a customer sign in at their seller’s portal.">
      <form onSubmit={onSubmit} noValidate>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
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
      <Anchor component={Link} to="/forgot-password" ta="center">
        Forgot password
      </Anchor>
    </Door>
  )
}
