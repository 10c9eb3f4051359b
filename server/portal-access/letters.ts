import type { RawBuilder } from 'kysely'
import { newId } from '../database/id.ts'
import type { Visit } from '../http/serve.ts'
import { newDeviceLetter } from '../mail/letters/new-device.ts'
import {
  post,
  posting,
  type AddresseeFacts,
  type ContactAddressee,
  type Posting,
} from '../mail/outbox/post.ts'
import type { InTransaction } from '../scope/scope.ts'
import type { PreparedCredential } from './credential.ts'

/** The letters about a person's portal access, each posted in the transaction of its cause. */

/** Carries what staff issued: a temporary password, or a link to set one. Void as soon as a newer one is issued. */
export async function postCredential(
  tx: Posting,
  to: ContactAddressee,
  generation: number,
  credential: PreparedCredential,
): Promise<void> {
  await post(tx, {
    kind: credential.kind === 'temporary' ? 'temporaryPassword' : 'passwordLink',
    facts: { replaces: generation > 1 },
    to,
    cause: `portal-access:${to.personId}:${newId()}`,
    secret: credential.kind === 'temporary' ? credential.password : credential.token,
    generation,
    expiresAt: credential.expiresAt,
  })
}

/** Tells a known person that they are a contact of one more customer (R4). */
export async function postContactAdded(
  tx: InTransaction,
  to: ContactAddressee,
  customerName: string,
): Promise<void> {
  await post(tx, {
    kind: 'contactAdded',
    facts: { customerName },
    to,
    cause: `contact-added:${to.contactId}:${to.personId}:${newId()}`,
  })
}

/** Tells the address that was given up, and does not name the new one (R5). */
export async function postAddressChanged(
  tx: InTransaction,
  to: ContactAddressee,
  oldAddress: string,
): Promise<void> {
  await post(tx, addressChanged(tx, to, oldAddress))
}

/** The same as parts of the statement that changes it, if `where` holds. */
export const postingAddressChanged = (
  scope: Omit<Posting, 'db'>,
  reader: AddresseeFacts & ContactAddressee,
  where: RawBuilder<unknown>,
) => posting(scope, addressChanged(scope, reader, reader.email), reader, where)

const addressChanged = (
  { now }: Pick<Posting, 'now'>,
  { personId, contactId, customerId }: ContactAddressee,
  oldAddress: string,
) => ({
  kind: 'addressChanged' as const,
  facts: { at: now.toISOString() },
  to: { personId, contactId, customerId },
  address: oldAddress,
  cause: `address-changed:${personId}:${newId()}`,
})

/** Carries a link that the person asked for. Void as soon as the credential it was asked for is replaced. */
export async function postForgottenPassword(
  tx: InTransaction,
  personId: string,
  generation: number,
  link: { token: string; expiresAt: Date },
): Promise<void> {
  await post(tx, {
    kind: 'forgottenPassword',
    facts: {},
    to: { personId },
    cause: `forgotten-password:${personId}:${newId()}`,
    secret: link.token,
    generation,
    expiresAt: link.expiresAt,
  })
}

/**
 * Somebody signed in as them from a browser that had not been seen before: parts of the statement that lets them in,
 * if `where` holds.
 */
export function postingNewDevice(
  visit: Visit,
  { personId, ...reader }: AddresseeFacts & { personId: string },
  where: RawBuilder<unknown>,
) {
  return posting(visit, newDeviceLetter(visit, { personId }), reader, where)
}

/** Tells the person that their password was changed, no matter by whom. */
export async function postPasswordChanged(tx: InTransaction, personId: string): Promise<void> {
  await post(tx, {
    kind: 'passwordChanged',
    facts: { at: tx.now.toISOString() },
    to: { personId },
    cause: `password-changed:${personId}:${newId()}`,
  })
}
