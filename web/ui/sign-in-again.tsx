import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSyncExternalStore } from 'react'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { useSubmit } from './use-submit.ts'

interface Person {
  email: string
  signIn: (password: string) => Promise<unknown>
}

/** `later`: the form stays as it is, and asks again when it is saved again. */
type Outcome = 'signed-in' | 'somebody-else' | 'later'

interface Request extends Person {
  answered: Promise<Outcome>
  answer: (outcome: Outcome) => void
}

let request: Request | null = null
const readers = new Set<() => void>()

/** The session has ended while something is typed: the same person may go on where they are. */
export function askToSignInAgain(person: Person): Promise<Outcome> {
  if (request) return request.answered
  const { promise, resolve } = withResolvers<Outcome>()
  const answer = (outcome: Outcome) => {
    setRequest(null)
    resolve(outcome)
  }
  setRequest({ ...person, answered: promise, answer })
  return promise
}

/** Once in each app. */
export function SignInAgain() {
  const asked = useSyncExternalStore(subscribe, () => request)
  return asked && <PasswordDialog {...asked} />
}

function PasswordDialog({ email, signIn, answer }: Request) {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password: string) => (password ? null : 'Fill in your password.') },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ password }) => signIn(password),
    saved: () => answer('signed-in'),
    isFleeting: true,
  })
  return (
    <Dialog title="Your session has ended" close={() => answer('later')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text>Sign in again to go on. What you typed is still here.</Text>
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
            <Button variant="default" onClick={() => answer('somebody-else')}>
              Sign in as somebody else
            </Button>
            <Button type="submit" loading={busy}>
              Sign in
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function setRequest(next: Request | null) {
  request = next
  for (const reader of readers) reader()
}

function subscribe(reader: () => void) {
  readers.add(reader)
  return () => readers.delete(reader)
}

function withResolvers<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
