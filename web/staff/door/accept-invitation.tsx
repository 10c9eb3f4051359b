import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { enter } from '../session.ts'
import { Door } from './door.tsx'
import { useLinkToken } from './link-token.ts'

interface Invitation {
  organizationName: string
  email: string
  name: string
  hasAccount: boolean
}

export function AcceptInvitationPage() {
  const token = useLinkToken()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(staffApi.readInvitation, { body: { token } }),
    enabled: token !== '',
    staleTime: Infinity,
  })

  if (!token || invitation.error) {
    return (
      <Door
        title="This invitation does not work"
        lead={!token && 'Its link is not complete. Open it from the e-mail again.'}
      >
        <ErrorNotice error={invitation.error} />
        <ButtonLink to="/sign-in" variant="default">
          Sign in
        </ButtonLink>
      </Door>
    )
  }
  if (!invitation.data) {
    return (
      <Door title="Your invitation">
        <Skeleton height={180} />
      </Door>
    )
  }
  return <AcceptForm token={token} invitation={invitation.data} />
}

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const navigate = useNavigate()
  const { organizationName, email, hasAccount } = invitation
  const form = useForm({ initialValues: { name: invitation.name, password: '' } })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: ({ name, password }) =>
      call(staffApi.acceptInvitation, { body: { token, password, ...(hasAccount ? {} : { name }) } }),
    saved: (session) => {
      enter(session)
      return navigate({ to: '/receivables' })
    },
  })

  return (
    <Door
      title={`Join ${organizationName}`}
      lead={
        hasAccount
          ? 'You already have a Portico account. Enter its password.'
          : 'Choose a password for your account.'
      }
    >
      <form onSubmit={onSubmit} noValidate>
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        {hasAccount ? (
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
            aria-invalid={Boolean(form.errors.password)}
            {...form.getInputProps('password')}
          />
        ) : (
          <>
            <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />
            <PasswordField
              label="Password"
              rules={{
                minLength: PASSWORD_LENGTH_DEFAULT,
                around: [organizationName, email, form.values.name],
              }}
              {...form.getInputProps('password')}
            />
          </>
        )}
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} fullWidth>
          Join
        </Button>
      </form>
    </Door>
  )
}
