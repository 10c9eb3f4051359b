import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { TextLink } from '../links.tsx'
import { Notice } from '../look/notice.tsx'
import { portal } from '../portal.ts'
import { Door } from './door.tsx'

export function ForgotPasswordPage() {
  const [answer, setAnswer] = useState<string>()
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (email: string) => (email.trim() ? null : 'Fill in your e-mail.') },
  })
  const { onSubmit, busy, error } = useSubmit(form, async ({ email }) => {
    const body = { email: email.trim() }
    setAnswer((await call(portalApi.sendPasswordLink, { params: { portal }, body })).message)
  })

  return (
    <Door
      title="Forgot password"
      lead={
        answer ? undefined : 'We mail you a link to set a new one. Your present password works until then.'
      }
    >
      {answer ? (
        <Notice>{answer}</Notice>
      ) : (
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
          <ErrorNotice error={error} />
          <Button type="submit" loading={busy} fullWidth>
            Send the link
          </Button>
        </form>
      )}
      <TextLink to="/sign-in" ta="center">
        Back to sign in
      </TextLink>
    </Door>
  )
}
