import { Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { call } from '../../lib/client.ts'
import { listOf, personName, shortened } from '../../lib/formats.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { contactChanged } from './contact-queries.ts'
import { shortName } from './contact-words.ts'
import { issuedBy, passwordMissing, passwordWish, PasswordWishFields, useIssuing } from './password-wish.tsx'

/** The key icon: issues a new temporary password by e-mail, generated or typed, or a link to set one. */
export function ResetPassword({ contact, close }: { contact: Contact; close: () => void }) {
  const { mailsLink, what } = useIssuing()
  const form = useForm({
    initialValues: passwordWish,
    validate: { password: (_password, wish) => passwordMissing(wish) },
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: (wish) =>
      call(contactsApi.issuePassword, { params: { contactId: contact.id }, body: issuedBy(wish) }),
    saved: (changed) => {
      contactChanged(changed)
      close()
      const [name, email] = [shortened(personName(contact)), shortened(contact.email)]
      done(
        mailsLink
          ? `A link to set a new password is on its way to ${email}.`
          : `A new password for ${name} is on its way to ${email}.`,
      )
    },
  })
  const name = shortName(contact)
  const others = contact.elsewhere.filter(({ active }) => active).map(({ customerName }) => customerName)

  return (
    <Dialog title="Reset password" close={close}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text>
            {name} gets a {what} at <strong>{contact.email}</strong>.
            {contact.portalAccess.state !== 'none' && (
              <>
                {' '}
                Earlier passwords, sessions and links stop working at once
                {others.length > 0 && `, at ${listOf([contact.customerName, ...others])}`}.
              </>
            )}
          </Text>
          <PasswordWishFields
            label="Generate Automatically"
            autoFocus
            wish={form.values}
            field={(field, type) => form.getInputProps(field, { type })}
            around={[contact.firstName, contact.lastName, contact.email, contact.customerName]}
          />
          <FormFoot error={error} busy={busy} verb="Change" close={close} />
        </Stack>
      </form>
    </Dialog>
  )
}
