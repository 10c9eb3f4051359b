import { Page, Section } from '../shell/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { Sessions } from './sessions.tsx'

export function SecurityPage() {
  return (
    <Page title="Security">
      <Section
        beside
        title="Where you are signed in"
        lead="If you do not recognize a session, end it, then change your password."
      >
        <Sessions />
      </Section>
      <Section beside title="Change your password" lead="Every other session ends when you do.">
        <ChangePassword />
      </Section>
    </Page>
  )
}
