import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { EmailField, emailMissing } from './email-field.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { Notice } from './notice.tsx'
import { useSubmit } from './use-submit.ts'

interface Props {
  /** The server's answer is the same for every address. */
  send: (body: { email: string }) => Promise<{ message: string }>
}

export function ForgotPasswordForm({ send }: Props) {
  const [answer, setAnswer] = useState<string>()
  const form = useForm({ initialValues: { email: '' }, validate: { email: emailMissing } })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ email }) => send({ email: email.trim() }),
    saved: ({ message }) => setAnswer(message),
    isFleeting: true,
  })

  if (answer) return <Notice>{answer}</Notice>
  return (
    <form onSubmit={onSubmit} noValidate>
      <EmailField {...form.getInputProps('email')} />
      <ErrorNotice error={error} />
      <Button type="submit" loading={busy} fullWidth>
        Send the link
      </Button>
    </form>
  )
}
