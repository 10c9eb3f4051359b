import { mdiDeleteEmptyOutline, mdiKeyOutline, mdiPencil, mdiTrashCanOutline } from '@mdi/js'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { useContactPlaces } from './contact-places.ts'
import { contactChanged } from './contact-queries.ts'
import { deletingWords, shortName } from './contact-words.ts'

/** The icons at the top right of a contact: pencil, key, trash can; of an inactive one, the open trash can. */
export function ContactActions({ contact, resetPassword }: { contact: Contact; resetPassword: () => void }) {
  const { edit } = useContactPlaces(contact.customerId)
  const params = { contactId: contact.id }
  const name = shortName(contact)

  const undelete = async () => {
    try {
      contactChanged(await call(contactsApi.undelete, { params }))
      done(`${shortened(name)} is a contact of ${shortened(contact.customerName)} again.`)
    } catch (error) {
      failed(error)
    }
  }
  const remove = async () => {
    try {
      contactChanged(await call(contactsApi.delete, { params }))
      done(`${shortened(name)} is no longer a contact of ${shortened(contact.customerName)}.`, undelete)
    } catch (error) {
      failed(error)
    }
  }

  if (!contact.active) {
    return <IconAction name="Undelete contact" icon={mdiDeleteEmptyOutline} onClick={undelete} />
  }
  return (
    <>
      <IconAction name="Edit contact" icon={mdiPencil} onClick={() => edit(contact.id)} />
      <IconAction name="Reset password" icon={mdiKeyOutline} onClick={resetPassword} />
      <Confirm consequence={deletingWords(contact)} verb="Delete" onConfirm={remove}>
        {(open) => <IconAction name="Delete contact" icon={mdiTrashCanOutline} onClick={open} />}
      </Confirm>
    </>
  )
}
