import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** What a page says when there is nothing yet: why, and the next step. */
export function Empty(props: {
  icon: string
  title: string
  order?: 1 | 2
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <Text component="span" c="dimmed" lh={0} mb={4}>
        <Icon path={props.icon} size={32} />
      </Text>
      <Title order={props.order ?? 2} size="h2">
        {props.title}
      </Title>
      {props.children && (
        <Text c="dimmed" maw={420}>
          {props.children}
        </Text>
      )}
      {props.action && <div style={{ marginTop: 12 }}>{props.action}</div>}
    </Stack>
  )
}
