import { Text } from '@mantine/core'
import { type PasswordContext, passwordFaults } from '../../../server/credentials/password-rules.ts'
import classes from './strength-meter.module.css'
import { type Strength, useStrength } from './use-strength.ts'

const WORDS = ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'] as const

/** How hard the password is to guess, in bars and a word. Advice: the rules decide. */
export function StrengthMeter({ password, context }: { password: string; context: PasswordContext }) {
  const strength = judged(useStrength(password, context.around), passwordFaults(password, context).length > 0)
  const word = strength ? WORDS[strength.score] : ''
  return (
    <div className={classes.meter} data-score={strength?.score}>
      <div
        role="meter"
        aria-label="Strength of the password"
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={strength?.score ?? 0}
        aria-valuetext={word || 'Not rated yet'}
        className={classes.bars}
      >
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={classes.bar}
            data-filled={(strength && bar <= Math.max(strength.score, 1)) || undefined}
          />
        ))}
      </div>
      <Text size="sm" c="dimmed">
        {strength ? <span className={classes.word}>{word}. </span> : 'Strength'}
        {strength && strength.score < 3 && strength.warning}
      </Text>
    </div>
  )
}

/** A password that will be refused is not called good, however hard it is to guess. */
function judged(strength: Strength | null, isRefused: boolean): Strength | null {
  return strength && isRefused && strength.score > 1 ? { ...strength, score: 1, warning: '' } : strength
}
