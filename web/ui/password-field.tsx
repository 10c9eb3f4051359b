import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { mdiCheck, mdiCircleSmall } from '@mdi/js'
import { useId } from 'react'
import { type PasswordContext, passwordRules } from '../../server/credentials/password-rules.ts'
import { Icon } from './icon.tsx'
import classes from './password-field.module.css'

interface Props extends PasswordInputProps {
  value?: string
  /** What the password is judged by: by the same function here and on the server. */
  rules: PasswordContext
}

/** A field for choosing a password: tells its rules, and which are met, while one types. */
export function PasswordField({ rules, value = '', ...input }: Props) {
  const rulesId = useId()
  const errorId = useId()
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        spellCheck={false}
        {...input}
        value={value}
        aria-invalid={Boolean(input.error)}
        aria-describedby={input.error ? `${errorId} ${rulesId}` : rulesId}
        errorProps={{ id: errorId }}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
      />
      <ul id={rulesId} className={classes.rules} aria-live="polite">
        {passwordRules(value, rules).map(({ code, label, met }) => (
          <li key={code} data-met={met || undefined}>
            <Icon path={met ? mdiCheck : mdiCircleSmall} size={16} />
            {label}
            <span className={classes.spoken}>{met ? ' (met)' : ' (not yet)'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
