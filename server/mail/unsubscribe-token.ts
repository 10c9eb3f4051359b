import { UNSUBSCRIBABLE, type Unsubscribable } from './document.ts'
import type { Sealer } from './seal.ts'

const ID_BYTES = 16
const PROOF_BYTES = 16
const PURPOSE = 'unsubscribe'

export interface Unsubscribing {
  organizationId: string
  contactId: string
  kind: Unsubscribable
}

/**
 * Lets whoever holds the letter say that this contact wants no more of its kind, and take that back. Nothing else, and it
 * signs nobody in. It is good for ever: laws want the link of an old letter to work.
 */
export function unsubscribeToken(sealer: Sealer, what: Unsubscribing): string {
  const named = Buffer.concat([
    bytesOf(what.organizationId),
    bytesOf(what.contactId),
    Buffer.from([UNSUBSCRIBABLE.indexOf(what.kind)]),
  ])
  return Buffer.concat([named, proof(sealer, named)]).toString('base64url')
}

export function readUnsubscribeToken(sealer: Sealer, token: string): Unsubscribing | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 2 * ID_BYTES + 1 + PROOF_BYTES || bytes.toString('base64url') !== token) return null
  const named = bytes.subarray(0, -PROOF_BYTES)
  if (!sealer.isSigned(PURPOSE, named.toString('hex'), bytes.subarray(-PROOF_BYTES))) return null
  const kind = UNSUBSCRIBABLE[named[2 * ID_BYTES]!]
  return kind
    ? {
        organizationId: idOf(named.subarray(0, ID_BYTES)),
        contactId: idOf(named.subarray(ID_BYTES, 2 * ID_BYTES)),
        kind,
      }
    : null
}

function proof(sealer: Sealer, named: Buffer): Buffer {
  return sealer.sign(PURPOSE, named.toString('hex')).subarray(0, PROOF_BYTES)
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
