import { Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { organizationApi } from '../../../server/organization/organization.api.ts'
import { call } from '../../lib/client.ts'
import { placeGuessed } from '../../lib/countries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'

interface Props {
  close: () => void
  workFor: (organizationId: string) => Promise<unknown>
}

/** Creates another seller, with customers, staff and a portal of its own. */
export function FoundOrganization({ close, workFor }: Props) {
  const navigate = useNavigate()
  const form = useForm({ initialValues: { name: '' } })
  const { onSubmit, busy, error } = useSubmit(form, async (body) => {
    const { id, name } = await call(organizationApi.found, { body: { ...body, ...placeGuessed() } })
    await workFor(id)
    close()
    await navigate({ to: '/organization/first-details', ignoreBlocker: true })
    done(`${name} is ready. You are its owner.`)
  })
  return (
    <Dialog title="New organization" close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text>
            It has its own customers, staff and portal, and shares nothing with your other organizations.
          </Text>
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <FormFoot error={error} busy={busy} verb="Create" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
