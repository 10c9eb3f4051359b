import { Center, Title } from '@mantine/core'
import { start } from '../ui/start.tsx'
import { portalTheme } from '../ui/theme.ts'

start(
  portalTheme,
  <Center h="100vh">
    <Title order={1}>Customer portal</Title>
  </Center>,
)
