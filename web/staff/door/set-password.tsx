import { Anchor, Button, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { PASSWORD_LENGTH_DEFAULT } from '../../../server/credentials/password-rules.ts'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { Door } from './door.tsx'
import { useLinkToken } from './link-token.ts'

/** Where the link of a "forgot password" letter leads. */
export function SetPasswordPage() {
  const token = useLinkToken()
  const navigate = useNavigate()
  const [isSet, setIsSet] = useState(false)
  const form = useForm({ initialValues: { password: '' } })
  const { onSubmit, busy, error } = useSubmit(form, async ({ password }) => {
    await call(staffSessionApi.setPasswordByLink, { body: { token, password } })
    setIsSet(true)
  })

  /** This browser is known from then on, however many strangers guess at the address. */
  const signInHere = async () => {
    await call(staffSessionApi.knowDevice, { body: { token } }).catch(() => undefined)
    await navigate({ to: '/sign-in' })
  }

  if (isSet || !token) {
    return (
      <Door title={isSet ? 'Your new password is set' : 'This link is not complete'}>
        <Text>
          {isSet
            ? 'Every earlier session has ended.'
            : 'Open it from the e-mail again, or ask for a new one.'}
        </Text>
        <ButtonLink to={isSet ? '/sign-in' : '/forgot-password'}>
          {isSet ? 'Sign in' : 'Ask for a new link'}
        </ButtonLink>
      </Door>
    )
  }
  return (
    <Door title="Set a new password">
      <form onSubmit={onSubmit} noValidate>
        <PasswordField
          label="New password"
          autoFocus
          rules={{ minLength: PASSWORD_LENGTH_DEFAULT, around: [] }}
          {...form.getInputProps('password')}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={busy} fullWidth>
          Set password
        </Button>
      </form>
      <Anchor component="button" type="button" ta="center" onClick={() => void signInHere()}>
        I know my password: sign in
      </Anchor>
      <AnchorLink to="/forgot-password" ta="center">
        Ask for a new link
      </AnchorLink>
    </Door>
  )
}
