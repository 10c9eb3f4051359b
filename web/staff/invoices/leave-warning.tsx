import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { Dialog } from '../../ui/dialog.tsx'

/** Before one leaves what is not saved: by a link, Back, reload or closing the window. */
export function LeaveWarning({ mayLeave }: { mayLeave: () => boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => !mayLeave(),
    enableBeforeUnload: () => !mayLeave(),
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog title="Leave without saving?" close={blocker.reset}>
      <Text mb="md">What you changed on this invoice is not saved, and is lost when you leave.</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={blocker.proceed}>
          Leave
        </Button>
        <Button onClick={blocker.reset} data-autofocus>
          Stay
        </Button>
      </Group>
    </Dialog>
  )
}
