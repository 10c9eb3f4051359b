import { Text } from '@mantine/core'
import { Door } from '../door/door.tsx'
import { TextLink } from '../links.tsx'

export function NotFoundPage() {
  return (
    <Door title="There is no such page">
      <Text>The portal has no page at this address.</Text>
      <TextLink to="/">Go to the first page</TextLink>
    </Door>
  )
}
