import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import formClasses from '../look/form.module.css'
import { Notice } from '../../ui/notice.tsx'
import { NewPassword } from '../password/new-password.tsx'
import { refusalOf, usePasswordContext } from '../password/password-context.ts'
import { portal } from '../portal.ts'
import { keep, useSignedIn, whileSignedIn } from '../session.ts'
import { sessionsKey } from './sessions.tsx'

export function ChangePassword() {
  const queryClient = useQueryClient()
  const signedIn = useSignedIn()
  const context = usePasswordContext()
  const [times, setTimes] = useState(0)
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password: string) => (password ? null : 'Enter your current password.'),
      newPassword: (password: string) => refusalOf(password, context),
    },
  })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    keep(await whileSignedIn(call(portalApi.changePassword, { params: { portal }, body })))
    form.reset()
    setTimes(times + 1)
    await queryClient.invalidateQueries({ queryKey: sessionsKey })
  })
  const isDone = times > 0 && !error && !form.isDirty()

  return (
    <form onSubmit={onSubmit} noValidate className={formClasses.form}>
      <PasswordInput
        label="Current password"
        name="current-password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the current password', tabIndex: 0 }}
        aria-invalid={Boolean(form.errors.currentPassword)}
        {...form.getInputProps('currentPassword')}
      />
      <NewPassword
        // Afterwards another passphrase is suggested, and the field is hidden again.
        key={times}
        label="New password"
        username={signedIn?.person.email}
        context={context}
        {...form.getInputProps('newPassword')}
      />
      <ErrorNotice error={error} />
      {isDone && <Notice>Your password is changed. Every other session has ended.</Notice>}
      <div>
        <Button type="submit" loading={busy}>
          Change password
        </Button>
      </div>
    </form>
  )
}
