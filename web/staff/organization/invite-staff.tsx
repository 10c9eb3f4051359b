import { Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Role, staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { roleWords } from './role-words.ts'
import { changed } from '../stale-queries.ts'

export function InviteStaff({ close }: { close: () => void }) {
  const form = useForm({
    initialValues: { name: '', email: '', role: 'manager' as Role },
  })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    await call(staffApi.invite, { body })
    done(`An invitation is on its way to ${shortened(body.email)}.`)
    close()
    await changed('staff')
  })
  return (
    <Dialog title="Invite" close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <TextInput label="E-mail" type="email" required {...form.getInputProps('email')} />
          <Radio.Group label="Role" {...form.getInputProps('role')}>
            <Stack gap="xs" mt={6}>
              {(['viewer', 'manager', 'owner'] as const).map((role) => (
                <Radio
                  key={role}
                  value={role}
                  label={roleWords[role].name}
                  description={roleWords[role].may}
                />
              ))}
            </Stack>
          </Radio.Group>
          <FormFoot error={error} busy={busy} verb="Send invitation" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
