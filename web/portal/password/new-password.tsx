import { Button, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { PasswordContext } from '../../../server/credentials/password-rules.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import classes from './new-password.module.css'
import { suggestPassphrase } from './passphrase.ts'
import { StrengthMeter } from './strength-meter.tsx'

interface Props {
  label: string
  value?: string
  onChange: (value: string) => void
  error?: ReactNode
  context: PasswordContext
  /** Tells password managers whose password this is. */
  username?: string
  autoFocus?: boolean
}

/** Where a contact chooses a password: its rules, its strength, and a good one to take. */
export function NewPassword({ context, username, value = '', onChange, ...field }: Props) {
  const [isVisible, setVisible] = useState(false)
  const [suggestion, setSuggestion] = useState(() => suggestPassphrase(context))
  const [used, setUsed] = useState<string>()
  const take = () => {
    onChange(suggestion)
    setUsed(suggestion)
    setVisible(true)
  }
  const isUsed = value !== '' && value === used

  return (
    <div className={classes.parts}>
      {username && (
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      )}
      <PasswordField
        {...field}
        name="new-password"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        rules={context}
        visible={isVisible}
        onVisibilityChange={setVisible}
      />
      <StrengthMeter password={value} context={context} />
      <section className={classes.suggestion} aria-label="Suggested passphrase">
        <Text size="sm" c="dimmed">
          Easy to type, hard to guess:
        </Text>
        <p className={classes.passphrase} translate="no">
          {suggestion}
        </p>
        <div className={classes.actions}>
          <Button variant="default" size="sm" onClick={take}>
            Use this
          </Button>
          <Button
            variant="subtle"
            size="sm"
            color="gray"
            onClick={() => setSuggestion(suggestPassphrase(context))}
          >
            Suggest another
          </Button>
        </div>
        <Text size="sm" mt={isUsed ? 'xs' : 0} role="status">
          {isUsed && 'It is filled in above. Keep it in your password manager or on paper.'}
        </Text>
      </section>
    </div>
  )
}
