import { Checkbox, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { call } from '../../lib/client.ts'
import { listOf, personName, shortened } from '../../lib/formats.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { usePasswordMinLength } from '../organization/organization-queries.ts'
import { contactChanged } from './contact-queries.ts'
import { shortName } from './contact-words.ts'

/** The key icon: issues a new temporary password by e-mail, generated or typed. */
export function ResetPassword({ contact, close }: { contact: Contact; close: () => void }) {
  const minLength = usePasswordMinLength()
  const form = useForm({ initialValues: { generate: true, password: '' } })
  const { generate, password } = form.values
  const { onSubmit, busy, error } = useSubmit(form, async () => {
    const body = generate ? { generate: true as const } : { password }
    contactChanged(await call(contactsApi.issuePassword, { params: { contactId: contact.id }, body }))
    close()
    done(`A new password for ${shortened(personName(contact))} is on its way to ${shortened(contact.email)}.`)
  })
  const name = shortName(contact)
  const others = contact.elsewhere.filter(({ active }) => active).map(({ customerName }) => customerName)

  return (
    <Dialog title="Reset password" close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text>
            {name} gets a temporary password at <strong>{contact.email}</strong>. Earlier passwords, sessions
            and links stop working at once
            {others.length > 0 && `, for ${listOf([contact.customerName, ...others])} alike`}.
          </Text>
          <Checkbox
            label="Generate Automatically"
            data-autofocus
            {...form.getInputProps('generate', { type: 'checkbox' })}
          />
          {!generate && (
            <PasswordField
              label="Temporary password"
              autoFocus
              rules={{
                minLength,
                around: [contact.firstName, contact.lastName, contact.email, contact.customerName],
              }}
              {...form.getInputProps('password')}
            />
          )}
          <FormFoot error={error} busy={busy} verb="Change" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
