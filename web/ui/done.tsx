import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { mdiCheck, mdiExclamation } from '@mdi/js'
import { problemOf } from '../lib/problem.ts'
import { Icon } from './icon.tsx'

/** Says what was done, with Undo where it can be undone. */
export function done(sentence: string, undo?: () => unknown) {
  const id = `done-${Math.random()}`
  const undoIt = () => {
    notifications.hide(id)
    undo?.()
  }
  // One at a time: what was done before has been read, and must not pile up over the page.
  notifications.clean()
  notifications.show({
    id,
    withBorder: true,
    color: 'green',
    icon: <Icon path={mdiCheck} size={16} />,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text inherit c="var(--mantine-color-text)">
          {sentence}
        </Text>
        {undo && (
          <Button size="compact-sm" variant="subtle" onClick={undoIt} style={{ flexShrink: 0 }}>
            Undo
          </Button>
        )}
      </Group>
    ),
  })
}

/** For what went wrong after the person has moved on: in a form, use ErrorNotice instead. */
export function failed(error: unknown) {
  const problem = problemOf(error)
  notifications.show({
    withBorder: true,
    color: 'red',
    icon: <Icon path={mdiExclamation} size={16} />,
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Text inherit c="var(--mantine-color-text)" role="alert">
        {problem.detail ?? problem.title}
      </Text>
    ),
  })
}
