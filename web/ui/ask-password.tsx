import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSyncExternalStore } from 'react'
import { hasStatus } from '../lib/problem.ts'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { useSubmit } from './use-submit.ts'

interface Words {
  title: string
  says: string
  verb: string
  /** The other way out. */
  otherwise: string
}

interface Person {
  email: string
  /** Shows it to the server; what that refuses is said at the field. */
  show: (password: string) => Promise<unknown>
}

/** `later`: the form stays as it is, and asks again when it is saved again. */
type Outcome = 'shown' | 'otherwise' | 'later'

interface Question extends Person {
  words: Words
  answered: Promise<Outcome>
  answer: (outcome: Outcome) => void
}

const SIGN_IN_AGAIN: Words = {
  title: 'Your session has ended',
  says: 'Sign in again to continue. What you typed is still here.',
  verb: 'Sign in',
  otherwise: 'Sign in as somebody else',
}

const ONCE_MORE: Words = {
  title: 'Enter your password',
  says: 'This needs your password, because you last typed it more than half an hour ago.',
  verb: 'Continue',
  otherwise: 'Cancel',
}

/** The session has ended while something is typed: the same person may continue where they are. */
export const askToSignInAgain = (person: Person) => ask(SIGN_IN_AGAIN, person)

/** What was asked for needs more than a session. */
export const askForPassword = (person: Person) => ask(ONCE_MORE, person)

/** The last one in front: a session may end while the password is asked for. */
let questions: readonly Question[] = []
const readers = new Set<() => void>()

function ask(words: Words, person: Person): Promise<Outcome> {
  const asked = questions.find((question) => question.words === words)
  if (asked) return asked.answered
  const { promise, resolve } = withResolvers<Outcome>()
  const answer = (outcome: Outcome) => {
    setQuestions(questions.filter((question) => question.words !== words))
    resolve(outcome)
  }
  setQuestions([...questions, { ...person, words, answered: promise, answer }])
  return promise
}

/** Once in each app: over the page or form that is there. */
export function PasswordQuestions() {
  const asked = useSyncExternalStore(subscribe, () => questions)
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

function setQuestions(next: readonly Question[]) {
  questions = next
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
