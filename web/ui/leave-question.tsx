import { Button, Group, Text } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { Dialog } from './dialog.tsx'
import { questions } from './unsaved.ts'

/** Asks before unsaved work is left. */
export function LeaveQuestion() {
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
