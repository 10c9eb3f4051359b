import { TextInput, type TextInputProps } from '@mantine/core'

/** The e-mail address to sign in with, the first field of a door. */
export function EmailField(field: TextInputProps) {
  return (
    <TextInput
      label="E-mail"
      type="email"
      name="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      {...field}
    />
  )
}

export const emailMissing = (email: string) => (email.trim() ? null : 'Enter your e-mail address.')
