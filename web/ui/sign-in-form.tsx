import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { hasStatus } from '../lib/problem.ts'
import { EmailField, emailMissing } from './email-field.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  signIn: (credentials: { email: string; password: string }) => Promise<unknown>
  /** Why somebody is here again: until a refusal is more to the point. */
  notice?: ReactNode
  /** The way in for somebody whose address strangers guess at. */
  lockedOut?: ReactNode
}

/** The same at every door: for staff, and for contacts. */
export function SignInForm({ signIn, notice, lockedOut }: Props) {
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: emailMissing,
      password: (password: string) => (password ? null : 'Enter your password.'),
    },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ email, password }) => signIn({ email: email.trim(), password }),
    isFleeting: true,
  })

  return (
    <form onSubmit={onSubmit} noValidate>
      {!error && notice}
      <EmailField {...form.getInputProps('email')} />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
        aria-invalid={Boolean(form.errors.password)}
        {...form.getInputProps('password')}
      />
      <ErrorNotice error={error} />
      {hasStatus(error, 429) && lockedOut}
      <Button type="submit" loading={busy} fullWidth>
        Sign in
      </Button>
    </form>
  )
}
