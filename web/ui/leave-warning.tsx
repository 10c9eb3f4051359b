import { Button, Group, Text } from '@mantine/core'
import { type ShouldBlockFn, useBlocker } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { Dialog } from './dialog.tsx'
import { isAnythingUnsaved, mayLeave, questions } from './unsaved.ts'

/** Once in each app: asks before unsaved work is left, by a link, Back or Escape. */
export function LeaveWarning() {
  useBlocker({ shouldBlockFn: wouldLose, enableBeforeUnload: () => isAnythingUnsaved() })
  const question = useSyncExternalStore(...questions)
  if (!question) return null
  const stay = () => question.answer(false)
  return (
    <Dialog title="Leave without saving?" close={stay}>
      <Text mb="md">What you typed here is not saved, and is lost when you leave.</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => question.answer(true)}>
          Leave
        </Button>
        <Button onClick={stay} data-autofocus>
          Stay
        </Button>
      </Group>
    </Dialog>
  )
}

/** What stays on the same page, such as a filter of the list beside a form, loses nothing. */
const wouldLose: ShouldBlockFn = async ({ current, next }) =>
  current.pathname !== next.pathname && !(await mayLeave())
