import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Client } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { whereFrom } from '../http/where-from.ts'
import { post } from '../mail/post.ts'
import type { PreparedCredential, Recipient } from './issue-password.ts'

/** The letters about a person's portal access, each posted in the transaction of its cause. */

type Poster = Pick<Services, 'sealer'>

/** Carries what staff issued: a temporary password, or a link to set one. Void as soon as a newer one is issued. */
export async function postCredential(
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  to: Recipient,
  generation: number,
  credential: PreparedCredential,
): Promise<void> {
  await post(tx, services, organizationId, now, {
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
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  to: Recipient,
  customerName: string,
): Promise<void> {
  await post(tx, services, organizationId, now, {
    kind: 'contactAdded',
    facts: { customerName },
    to,
    cause: `contact-added:${to.contactId}:${to.personId}:${newId()}`,
  })
}

/** Tells the address that was given up, and does not name the new one (R5). */
export async function postAddressChanged(
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  to: Recipient,
  oldAddress: string,
): Promise<void> {
  await post(tx, services, organizationId, now, {
    kind: 'addressChanged',
    facts: { at: now.toISOString() },
    to,
    address: oldAddress,
    cause: `address-changed:${to.personId}:${newId()}`,
  })
}

/** Carries a link that the person asked for. Void as soon as the credential it was asked for is replaced. */
export async function postForgottenPassword(
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  personId: string,
  generation: number,
  link: { token: string; expiresAt: Date },
): Promise<void> {
  await post(tx, services, organizationId, now, {
    kind: 'forgottenPassword',
    facts: {},
    to: { personId },
    cause: `forgotten-password:${personId}:${newId()}`,
    secret: link.token,
    generation,
    expiresAt: link.expiresAt,
  })
}

/** Somebody signed in as them from a browser that had not been seen before. */
export async function postNewDevice(
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  personId: string,
  client: Client,
): Promise<void> {
  const from = whereFrom(client)
  await post(tx, services, organizationId, now, {
    kind: 'newDevice',
    facts: { at: now.toISOString(), ...from, door: 'portal' },
    to: { personId },
    // Of many browsers in one network, one an hour is reported.
    cause: `new-device:${personId}:${from.network}:${now.toISOString().slice(0, 13)}`,
  })
}

/** Tells the person that their password was changed, no matter by whom. */
export async function postPasswordChanged(
  tx: Db,
  services: Poster,
  organizationId: string,
  now: Date,
  personId: string,
): Promise<void> {
  await post(tx, services, organizationId, now, {
    kind: 'passwordChanged',
    facts: { at: now.toISOString() },
    to: { personId },
    cause: `password-changed:${personId}:${newId()}`,
  })
}
