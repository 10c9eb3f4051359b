import { Anchor, Button, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { Door } from './door.tsx'

export function ForgotPasswordPage() {
  const [answer, setAnswer] = useState<string>()
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (email: string) => (email.trim() ? null : 'Fill in your e-mail.') },
  })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    setAnswer((await call(staffSessionApi.sendPasswordLink, { body })).message)
  })

  return (
    <Door
      title="Forgot password"
      lead={
        answer ? undefined : 'We mail you a link to set a new one. Your present password works until then.'
      }
    >
      {answer ? (
        <Text role="status">{answer}</Text>
      ) : (
        <form onSubmit={onSubmit} noValidate>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <ErrorNotice error={error} />
          <Button type="submit" loading={busy} fullWidth>
            Send the link
          </Button>
        </form>
      )}
      <Anchor component={Link} to="/sign-in" ta="center">
        Back to sign in
      </Anchor>
    </Door>
  )
}
