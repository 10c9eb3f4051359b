import { Button, Group } from '@mantine/core'
import { ErrorNotice } from './error-notice.tsx'
import { dialogInFront } from './open-dialogs.ts'
import { mayLeave } from './unsaved.ts'

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
  const leave = async () => {
    if (await mayLeave(dialogInFront())) close()
  }
  return (
    <>
      <ErrorNotice error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={leave}>
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
