import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { mdiCheck, mdiCircleSmall } from '@mdi/js'
import { useId } from 'react'
import { Icon } from './icon.tsx'
import classes from './password-field.module.css'
import { type PasswordRules, passwordRules } from './password-rules.ts'

interface Props extends PasswordInputProps {
  value: string
  rules: PasswordRules
}

/** A field for choosing a password: tells its rules, and which are met, while one types. */
export function PasswordField({ rules, value, ...input }: Props) {
  const rulesId = useId()
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        spellCheck={false}
        {...input}
        value={value}
        aria-describedby={rulesId}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
      />
      <ul id={rulesId} className={classes.rules} aria-live="polite">
        {passwordRules(value, rules).map(({ rule, met }) => (
          <li key={rule} data-met={met || undefined}>
            <Icon path={met ? mdiCheck : mdiCircleSmall} size={16} />
            {rule}
            <span className={classes.spoken}>{met ? ' (met)' : ' (not yet)'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
