import { cancelLettersOfContact } from '../mail/outbox/post.ts'
import { endAccess } from '../portal-access/end-access.ts'
import type { InTransaction } from '../scope/scope.ts'
import type { LockedContact } from './contact.ts'

/**
 * Cancels what waits for the person as this contact. Without another active contact their access ends. `why` is what the
 * cancelled letters say.
 */
export async function leaveCustomer(tx: InTransaction, contact: LockedContact, why: string): Promise<void> {
  if (contact.lettersWait) await cancelLettersOfContact(tx, contact.id, why)
  if (contact.active && contact.activeElsewhere === 0 && contact.portalAccess !== 'none')
    await endAccess(tx, contact.personId, why)
}
