import type { Sealer } from '../../scope/services.ts'

const TAG_BYTES = 4
const DELIVERY_BYTES = 16
const PROOF_BYTES = 10
const PURPOSE = 'bounce address'
/** What `token` adds to the part before the @, of the 64 octets that part may have (RFC 5321 section 4.5.3.1.1). */
export const BOUNCE_LOCAL_PART_MOST = 64 - 1 - ((TAG_BYTES + DELIVERY_BYTES + PROOF_BYTES) * 8) / 5

/**
 * The sender of one delivery as mail servers see it: `bounces+token@domain`. What comes back to it is about this
 * delivery and no other, whatever the report says; the proof keeps strangers from making up bounces. In base32,
 * because some mail servers write addresses in lower case.
 */
export function bounceAddress(
  sealer: Sealer,
  address: string,
  { organizationId, deliveryId }: { organizationId: string; deliveryId: string },
): string {
  const named = Buffer.concat([bytesOf(organizationId).subarray(-TAG_BYTES), bytesOf(deliveryId)])
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${base32(Buffer.concat([named, proof(sealer, named)]))}${address.slice(at)}`
}

/** Which delivery an address names. Null if we never made it. */
export function readBounceAddress(
  sealer: Sealer,
  address: string,
  recipient: string,
): { organizationEnd: string; deliveryId: string } | null {
  const at = address.lastIndexOf('@')
  const [before, after] = [`${address.slice(0, at)}+`.toLowerCase(), address.slice(at).toLowerCase()]
  const text = recipient.toLowerCase()
  if (!text.startsWith(before) || !text.endsWith(after)) return null
  const bytes = fromBase32(text.slice(before.length, -after.length))
  if (bytes?.length !== TAG_BYTES + DELIVERY_BYTES + PROOF_BYTES) return null
  const named = bytes.subarray(0, TAG_BYTES + DELIVERY_BYTES)
  if (!sealer.isSigned(PURPOSE, named.toString('hex'), bytes.subarray(-PROOF_BYTES))) return null
  const hex = named.toString('hex')
  return {
    organizationEnd: hex.slice(0, TAG_BYTES * 2),
    deliveryId: hex.slice(TAG_BYTES * 2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  }
}

function proof(sealer: Sealer, named: Buffer): Buffer {
  return sealer.sign(PURPOSE, named.toString('hex')).subarray(0, PROOF_BYTES)
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return bits.replace(/.{5}/g, (five) => ALPHABET[Number.parseInt(five, 2)]!)
}

function fromBase32(text: string): Buffer | null {
  if (text.length > 64) return null
  let bits = ''
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return null
    bits += value.toString(2).padStart(5, '0')
  }
  return bits.length % 8 === 0
    ? Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
    : null
}
