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

export interface Question extends Person {
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

export const ONCE_MORE: Words = {
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

/** What is being asked, if anything: `useSyncExternalStore(...passwordQuestions)`. */
export const passwordQuestions = [
  (reader: () => void) => {
    readers.add(reader)
    return () => readers.delete(reader)
  },
  () => questions,
] as const

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

function setQuestions(next: readonly Question[]) {
  questions = next
  for (const reader of readers) reader()
}

function withResolvers<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
