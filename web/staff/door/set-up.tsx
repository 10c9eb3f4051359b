import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { sampleApi, setUpApi, type StaffSession } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { placeGuessed } from '../../lib/countries.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { enter, setUpQuery } from '../session.ts'
import { Door } from './door.tsx'
import classes from './set-up.module.css'

/** The first page, on an empty database. */
export function SetUpPage() {
  const { sampleOffered } = useSuspenseQuery(setUpQuery).data
  const navigate = useNavigate()
  const begin = (session: StaffSession, to: '/receivables' | '/organization/first-details') => {
    enter(session)
    return navigate({ to })
  }
  const sample = useMutation({
    mutationFn: () => call(sampleApi.trySample),
    onSuccess: (session) => begin(session, '/receivables'),
  })
  const form = useForm({
    initialValues: { organizationName: '', name: '', email: '', password: '' },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (body) => call(setUpApi.setUp, { body: { ...body, ...placeGuessed() } }),
    saved: (session) => begin(session, '/organization/first-details'),
  })
  const { organizationName, name, email } = form.values

  return (
    <Door title="Set up Portico" lead="You become the owner. Invite colleagues later.">
      <form onSubmit={onSubmit} noValidate>
        <TextInput
          label="Organization"
          description="Your company, as your customers know it"
          autoComplete="organization"
          autoFocus
          required
          {...form.getInputProps('organizationName')}
        />
        <TextInput label="Your name" autoComplete="name" required {...form.getInputProps('name')} />
        <TextInput
          label="Your e-mail"
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordField
          label="Password"
          required
          rules={{ minLength: PASSWORD_LENGTH_DEFAULT, around: [organizationName, name, email] }}
          {...form.getInputProps('password')}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} disabled={sample.isPending} fullWidth>
          Set up
        </Button>
      </form>
      {sampleOffered && (
        <>
          <div className={classes.or}>or</div>
          <Stack gap={8}>
            <Button
              variant="default"
              fullWidth
              loading={sample.isPending}
              disabled={busy}
              onClick={() => sample.mutate()}
            >
              Try it with sample data
            </Button>
            <Text size="xs" c="dimmed" ta="center">
              Creates a sample company with invoices, and signs you in.
            </Text>
          </Stack>
          <ErrorNotice error={sample.error} />
        </>
      )}
    </Door>
  )
}
