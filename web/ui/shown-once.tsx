import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './shown-once.module.css'

/** A secret right after it was made: nobody can see it again. */
export function ShownOnce({
  secret,
  name,
  close,
  children,
}: {
  secret: string
  name: string
  close: () => void
  /** Where to put it. */
  children: ReactNode
}) {
  const [copied, setCopied] = useState<'yes' | 'refused' | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      setCopied('yes')
    } catch {
      setCopied('refused')
    }
  }
  return (
    <Stack gap="md">
      <Text>{children}</Text>
      <Textarea
        label={name}
        readOnly
        autosize
        value={secret}
        classNames={{ input: classes.secret! }}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      {copied === 'refused' && (
        <Text role="status">The browser does not allow this here: select the text and copy it by hand.</Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={copy} data-autofocus>
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </Button>
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  )
}
