import { Button, Group } from '@mantine/core'
import { ErrorNotice } from './error-notice.tsx'
import { cancelling } from './unsaved.ts'

interface Props {
  /** Why it was refused, where no field says it. */
  error: unknown
  busy: boolean
  /** On the button that does it. */
  verb: string
  close: () => void
  isDestructive?: boolean | undefined
  disabled?: boolean
  /** Where there is no form to submit. */
  act?: () => unknown
}

/** How a dialog ends: it is left, or done. */
export function FormFoot({ error, busy, verb, close, isDestructive, disabled = false, act }: Props) {
  return (
    <>
      <ErrorNotice error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={cancelling(close)}>
          Cancel
        </Button>
        <Button
          type={act ? 'button' : 'submit'}
          color={isDestructive ? 'red' : undefined}
          loading={busy}
          disabled={disabled}
          onClick={act}
        >
          {verb}
        </Button>
      </Group>
    </>
  )
}
