import { Text } from '@mantine/core'
import { TextLink } from '../links.tsx'
import { Bare } from './bare.tsx'

export function NotFoundPage() {
  return (
    <Bare title="There is no such page">
      <Text>The portal has no page at this address.</Text>
      <TextLink to="/">Go to the first page</TextLink>
    </Bare>
  )
}
