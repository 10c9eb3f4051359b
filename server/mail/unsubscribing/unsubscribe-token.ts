import { emailIdentity } from '../../people/email-address.ts'
import { unsubscribableKinds, type Unsubscribable } from '../../documents/kinds.ts'
import type { Sealer } from '../../scope/services.ts'

const ID_BYTES = 16
const PROOF_BYTES = 16
const PURPOSE = 'unsubscribe'

/** What a token claims. It proves nothing before the place was looked up. */
export interface Unsubscribing {
  organizationId: string
  contactId: string
  kind: Unsubscribable
}

/** Whose place at the customer it is, and where they read their mail. */
export interface Holder {
  personId: string
  email: string
}

/**
 * Lets anyone who holds the letter unsubscribe this contact from its kind, and take that back. Nothing else, and it
 * signs nobody in. It never expires, because laws want the link of an old letter to work; but it was made for one
 * person, at one address, in one place: the proof covers all three, and fails once the place has another person or
 * the person another address.
 */
export function unsubscribeToken(sealer: Sealer, what: Unsubscribing, holder: Holder): string {
  const named = Buffer.concat([
    bytesOf(what.organizationId),
    bytesOf(what.contactId),
    Buffer.from([unsubscribableKinds.indexOf(what.kind)]),
  ])
  return Buffer.concat([named, proof(sealer, named, holder)]).toString('base64url')
}

export interface ReadableToken extends Unsubscribing {
  token: string
}

/** Null if it cannot be a token of ours. Otherwise `isFor` has to be asked. */
export function readUnsubscribeToken(token: string): ReadableToken | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 2 * ID_BYTES + 1 + PROOF_BYTES || bytes.toString('base64url') !== token) return null
  const kind = unsubscribableKinds[bytes[2 * ID_BYTES]!]
  return kind
    ? {
        organizationId: idOf(bytes.subarray(0, ID_BYTES)),
        contactId: idOf(bytes.subarray(ID_BYTES, 2 * ID_BYTES)),
        kind,
        token,
      }
    : null
}

/** Whether we made the token, and for the one who has the place now. */
export function isFor(sealer: Sealer, token: string, holder: Holder): boolean {
  const bytes = Buffer.from(token, 'base64url')
  const named = bytes.subarray(0, -PROOF_BYTES)
  return sealer.isSigned(PURPOSE, madeFor(named, holder), bytes.subarray(-PROOF_BYTES))
}

function proof(sealer: Sealer, named: Buffer, holder: Holder): Buffer {
  return sealer.sign(PURPOSE, madeFor(named, holder)).subarray(0, PROOF_BYTES)
}

function madeFor(named: Buffer, { personId, email }: Holder): string {
  return `${named.toString('hex')}/${personId}/${emailIdentity(email)}`
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
