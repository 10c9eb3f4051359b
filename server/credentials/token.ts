import { createHash, randomBytes } from 'node:crypto'

/** 256 bits; OWASP's session cheat sheet asks for at least 64, NIST SP 800-63B section 5.1 as well. */
const SECRET_BYTES = 32
const ORGANIZATION_BYTES = 16
export const TOKEN_BYTES = ORGANIZATION_BYTES + SECRET_BYTES

/** 48 bytes are 64 characters of base64url without padding or spare bits: each token has one spelling. */
const TOKEN = /^[A-Za-z0-9_-]{64}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * What a session cookie or a one-time link carries: the organization, then a secret (R12, R15, R24). Naming the
 * organization lets row-level security answer the look-up. It proves nothing by itself: a token with another
 * organization is looked up there, by the hash of its secret, and not found.
 *
 * Only `hash` is stored. One round of SHA-256 is enough for a secret that nobody can guess, unlike for a password.
 */
export function newToken(organizationId: string): { token: string; hash: Buffer } {
  const { bytes, hash } = newTokenBytes(organizationId)
  return { token: bytes.toString('base64url'), hash }
}

/** The same, for those who write it in letters of their own. */
export function newTokenBytes(organizationId: string): { bytes: Buffer; hash: Buffer } {
  if (!UUID.test(organizationId)) throw new TypeError('A token names its organization by a UUID.')
  const secret = randomBytes(SECRET_BYTES)
  const organization = Buffer.from(organizationId.replaceAll('-', ''), 'hex')
  return { bytes: Buffer.concat([organization, secret]), hash: sha256(secret) }
}

/** The organization and the hash to look a token up by, or null if it cannot be a token of ours. */
export function readToken(text: string): { organizationId: string; hash: Buffer } | null {
  return TOKEN.test(text) ? readTokenBytes(Buffer.from(text, 'base64url')) : null
}

/** The organization and the hash of as many bytes as `newTokenBytes` makes. */
export function readTokenBytes(bytes: Buffer): { organizationId: string; hash: Buffer } {
  const hex = bytes.toString('hex', 0, ORGANIZATION_BYTES)
  const organizationId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { organizationId, hash: sha256(bytes.subarray(ORGANIZATION_BYTES)) }
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest()
}
