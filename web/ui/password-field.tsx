import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { mdiCheck, mdiCircleSmall, mdiClose } from '@mdi/js'
import { useId } from 'react'
import { type PasswordContext, passwordRules } from '../../server/credentials/password-rules.ts'
import { Icon } from './icon.tsx'
import classes from './password-field.module.css'

interface Props extends PasswordInputProps {
  value?: string
  /** What the password is judged by: by the same function here and on the server. */
  rules: PasswordContext
}

/** A field for choosing a password: shows its rules, and which are met, as you type. */
export function PasswordField({ rules, value = '', ...input }: Props) {
  const rulesId = useId()
  const errorId = useId()
  const shown = passwordRules(value, rules)
  /** The one rule that only the server knows: where it refuses although the others are met, it is this. */
  const isCommon = Boolean(input.error) && value !== '' && shown.every(({ met }) => met)
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
        {shown.map(({ code, label, met }) => (
          <li key={code} data-met={met || undefined}>
            <Icon path={met ? mdiCheck : mdiCircleSmall} size={16} />
            {label}
            <span className={classes.spoken}>{met ? ' (met)' : ' (not yet)'}</span>
          </li>
        ))}
        <li data-broken={isCommon || undefined}>
          <Icon path={isCommon ? mdiClose : mdiCircleSmall} size={16} />
          Not among the passwords that are tried first
          <span className={classes.spoken}>{isCommon ? ' (not yet)' : ' (checked when it is saved)'}</span>
        </li>
      </ul>
    </div>
  )
}
