import { Button, Group, Popover, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'

interface Props {
  /** What will happen, in a sentence; never "Are you sure?". */
  consequence: ReactNode
  /** The verb on the button that does it: "Delete". */
  verb: string
  onConfirm: () => unknown
  destructive?: boolean
  /** The control that opens it. */
  children: (open: () => void) => ReactNode
}

/** A step that has a consequence: says it beside the control, and does it on a second, named button. */
export function Confirm({ consequence, verb, onConfirm, destructive = true, children }: Props) {
  const [opened, setOpened] = useState(false)
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      setOpened(false)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={320}
      position="bottom-end"
      trapFocus
      returnFocus
      withRoles
    >
      <Popover.Target>{children(() => setOpened(true))}</Popover.Target>
      <Popover.Dropdown>
        <Text mb="sm">{consequence}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setOpened(false)}>
            Cancel
          </Button>
          <Button color={destructive ? 'red' : 'blue'} loading={busy} onClick={confirm} data-autofocus>
            {verb}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
