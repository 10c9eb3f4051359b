import { type PasswordContext, passwordFaults } from '../../../server/credentials/password-rules.ts'
import { useDoor } from '../portal.ts'
import { useSignedIn } from '../session.ts'

/** What a new password is judged by, as far as this page knows. The server knows more names, and the common passwords. */
export function usePasswordContext(): PasswordContext {
  const door = useDoor()
  const person = useSignedIn()?.person
  return {
    minLength: door.passwordMinLength,
    around: [door.name, ...(person ? [person.firstName, person.lastName, person.email] : [])],
  }
}

/** Every reason at once: nobody likes to be refused twice. */
export function refusalOf(password: string, context: PasswordContext): string | null {
  if (password === '') return 'Enter a new password.'
  return (
    passwordFaults(password, context)
      .map(({ sentence }) => sentence)
      .join(' ') || null
  )
}
