import { Title } from '@mantine/core'
import { start } from '../ui/start.tsx'
import { staffTheme } from '../ui/theme.ts'

start(staffTheme, <Title order={1}>Portico</Title>)
