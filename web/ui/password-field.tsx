import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { mdiCheck, mdiCircleSmall, mdiClose } from '@mdi/js'
import { type ReactNode, useId } from 'react'
import {
  COMMON,
  type PasswordContext,
  passwordFaults,
  type PasswordRule,
  passwordRules,
} from '../../server/credentials/password-rules.ts'
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
  const { broken, rest } = toldAtRules(input.error, value, rules)
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        spellCheck={false}
        {...input}
        value={value}
        error={rest || broken.size > 0}
        aria-invalid={Boolean(input.error)}
        aria-describedby={rest ? `${errorId} ${rulesId}` : rulesId}
        errorProps={{ id: errorId }}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
      />
      <ul id={rulesId} className={classes.rules} aria-live="polite">
        {[...passwordRules(value, rules), NOT_COMMON].map(({ code, label, met }) => {
          const refusal = broken.get(code)
          return (
            <li key={code} data-met={met || undefined} data-broken={refusal !== undefined || undefined}>
              <Icon path={refusal ? mdiClose : met ? mdiCheck : mdiCircleSmall} size={16} />
              <span>{refusal ?? label}</span>
              <span className={classes.spoken}>
                {met
                  ? ' (met)'
                  : code === 'common' && !refusal
                    ? ' (checked when it is saved)'
                    : ' (not yet)'}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** Only the server has the list, so that nobody sees it met. */
const NOT_COMMON: PasswordRule = {
  code: 'common',
  label: 'Not among the passwords that are tried first',
  met: false,
}

/** A refusal by the rules is told at each rule that is broken, in place of its name; what is left, above them. */
function toldAtRules(error: ReactNode, value: string, rules: PasswordContext) {
  const said = typeof error === 'string' ? error : ''
  const told = [...passwordFaults(value, rules), COMMON].filter(({ sentence }) => said.includes(sentence))
  return {
    broken: new Map(told.map(({ code, sentence }) => [code, sentence])),
    rest: told.reduce((left, { sentence }) => left.replace(sentence, ''), said).trim(),
  }
}
