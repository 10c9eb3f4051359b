import { Text, Title } from '@mantine/core'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useDoor } from '../portal.ts'
import { ChangePassword } from './change-password.tsx'
import classes from './security-page.module.css'
import { Sessions } from './sessions.tsx'

export function SecurityPage() {
  usePageTitle('Security', useDoor().name)
  return (
    <>
      <Title order={1}>Security</Title>
      <section className={classes.section} aria-labelledby="sessions">
        <Title order={2} id="sessions">
          Where you are signed in
        </Title>
        <Text c="dimmed">Do you not know one of these? End it, then change your password.</Text>
        <Sessions />
      </section>
      <section className={classes.section} aria-labelledby="change-password">
        <Title order={2} id="change-password">
          Change your password
        </Title>
        <Text c="dimmed">Every other session ends when you do.</Text>
        <ChangePassword />
      </section>
    </>
  )
}
