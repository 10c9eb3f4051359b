import type { Unsubscribable } from '../documents/kinds.ts'
import { subscribeContactAgain } from '../mail/unsubscribing/unsubscribe.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { lockContact, readContact } from './contact.ts'
import type { Contact } from './contacts.api.ts'

/**
 * A contact who unsubscribed asks staff to receive it again, on the phone for instance. The journal names the staff
 * member.
 */
export async function subscribeForContact(
  scope: Scope,
  contactId: string,
  kind: Unsubscribable,
): Promise<Contact> {
  await inTransaction(scope, async (tx) => {
    await lockContact(tx, contactId)
    await subscribeContactAgain(tx, { contactId, kind })
  })
  return readContact(scope, contactId)
}
