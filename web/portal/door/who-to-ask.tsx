import { Anchor, Text } from '@mantine/core'
import { mailLink } from '../../lib/formats.ts'
import { useDoor } from '../portal.ts'

/** A way on for people who have no password and get no link by mail: the page cannot know who they are. */
export function WhoToAsk({ when }: { when: string }) {
  const { name, email } = useDoor()
  return (
    <Text size="sm" c="dimmed">
      {when} {email === null ? `Ask your contact at ${name}.` : `Write to ${name}: `}
      {email !== null && (
        <Anchor href={mailLink(email)} underline="always">
          {email}
        </Anchor>
      )}
    </Text>
  )
}
