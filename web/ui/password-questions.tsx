import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSyncExternalStore } from 'react'
import { hasStatus } from '../lib/problem.ts'
import { ONCE_MORE, passwordQuestions, type Question } from './ask-password.ts'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { useSubmit } from './use-submit.ts'

/** Over the page or form that is there. */
export function PasswordQuestions() {
  const asked = useSyncExternalStore(...passwordQuestions)
  return asked.map((question) => <PasswordDialog key={question.words.title} {...question} />)
}

function PasswordDialog({ words, email, show, answer }: Question) {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password: string) => (password ? null : 'Enter your password.') },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ password }) =>
      show(password).catch((error: unknown) => {
        // The session itself has ended meanwhile, and led to the door.
        if (words !== ONCE_MORE || !hasStatus(error, 401)) throw error
        answer('later')
      }),
    saved: () => answer('shown'),
    isFleeting: true,
  })
  return (
    <Dialog title={words.title} close={() => answer('later')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text>{words.says}</Text>
          <TextInput label="E-mail" type="email" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
            aria-invalid={Boolean(form.errors['password'])}
            data-autofocus
            {...form.getInputProps('password')}
          />
          <ErrorNotice error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => answer('otherwise')}>
              {words.otherwise}
            </Button>
            <Button type="submit" loading={busy}>
              {words.verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
