import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { mayLeave } from '../../ui/unsaved.ts'
import { SessionList } from '../../ui/session-list.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { leave, sessionQuery, useSession } from '../session.ts'
import { changed } from '../stale-queries.ts'

/** Your own account: the same in every organization you work for. */
export function AccountPage() {
  usePageTitle('Your account', 'Portico')
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Your account</Title>
      </div>
      <Stack gap={40}>
        <NameSection />
        <PasswordSection />
        <SessionsSection />
      </Stack>
    </div>
  )
}

function NameSection() {
  const { staff } = useSession()
  const form = useForm({
    initialValues: { name: staff.name },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (body) => call(staffSessionApi.changeName, { body }),
    saved: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      form.setInitialValues({ name: session.staff.name })
      done('Your name was saved.')
    },
    unchanged: () => {},
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />
        <TextInput label="E-mail" value={staff.email} readOnly />
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function PasswordSection() {
  const { staff, organization } = useSession()
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { currentPassword: (password: string) => (password ? null : 'Enter your current password.') },
  })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    await call(staffSessionApi.changePassword, { body })
    form.reset()
    await changed('ownPassword')
    done('Your password was changed. Every other session has ended.')
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Title order={2}>Change password</Title>
        <input type="text" name="username" autoComplete="username" value={staff.email} readOnly hidden />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
          aria-invalid={Boolean(form.errors.currentPassword)}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordField
          label="New password"
          rules={{ minLength: PASSWORD_LENGTH_DEFAULT, around: [staff.name, staff.email, organization.name] }}
          {...form.getInputProps('newPassword')}
        />
        <ErrorNotice error={error} />
        <Group>
          <Button type="submit" loading={busy}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const sessionsKey = ['own-sessions']

function SessionsSection() {
  const navigate = useNavigate()
  const signOutEverywhere = async () => {
    if (!(await mayLeave())) return
    try {
      await call(staffSessionApi.signOutEverywhere)
      await navigate({ to: '/sign-in', ignoreBlocker: true })
      leave()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <section>
      <Title order={2}>Where you are signed in</Title>
      <Text c="dimmed" mb="md">
        If you do not recognize a session, end it, then change your password.
      </Text>
      <SessionList
        queryKey={sessionsKey}
        read={(signal) => call(staffSessionApi.sessions, { signal })}
        end={(sessionId) => call(staffSessionApi.endSession, { params: { sessionId } })}
      />
      <Confirm
        consequence="You are signed out on every device, including this one, in every organization. Sign in again with your password."
        verb="Sign out everywhere"
        onConfirm={signOutEverywhere}
      >
        {(open) => (
          <Button variant="default" mt="md" onClick={open}>
            Sign out everywhere
          </Button>
        )}
      </Confirm>
    </section>
  )
}
