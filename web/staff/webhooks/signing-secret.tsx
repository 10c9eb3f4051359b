import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'

interface Props {
  secret: string
  /** The secret before it goes on signing for a day. */
  isRotated?: boolean
  close: () => void
}

/** The secret of a webhook, the one time that it is shown. */
export function SigningSecret({ secret, isRotated = false, close }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    // Browsers have a clipboard for pages only that came by https.
    await navigator.clipboard?.writeText(secret).then(
      () => setIsCopied(true),
      () => {},
    )
  }
  return (
    <Dialog title="Signing secret" size={640} close={close}>
      <Stack gap="md">
        <Text>
          Put it into your program, which compares the signature of each message with it. It is shown this
          once: if you lose it, rotate it.
          {isRotated && ' For 24 hours the one before signs as well, so that you can change over in between.'}
        </Text>
        <Group gap="xs" align="end" wrap="nowrap">
          <TextInput
            ref={field}
            label="Secret"
            readOnly
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
            style={{ flex: 1 }}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
          <Button variant="default" onClick={copy}>
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        </Group>
        <Text c="dimmed" size="sm">
          Messages are signed by the Standard Webhooks specification: its libraries check them, for most
          languages.
        </Text>
        <Group justify="flex-end">
          <Button onClick={close}>I have stored it</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
