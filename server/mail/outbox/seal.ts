import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Sealer } from '../../scope/services.ts'
import { derivedKey, type SecretKeys } from '../../secret-keys.ts'

/** The first byte of everything sealed, so that a later format or key can exist beside this one. */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SHORTEST_PROOF_BYTES = 8

/**
 * Seals the secrets that wait in the outbox (R18): AES-256-GCM (NIST SP 800-38D) under a key outside the database, so
 * that a dump, a backup or the write-ahead log reveals nothing by itself.
 *
 * `context` names the place of the secret (`organizationId/deliveryId`). It is authenticated with it: a sealed value
 * that was copied to another row does not open there.
 */
export function createSealer({ current, old }: SecretKeys): Sealer {
  // Nonces are random, which NIST allows for 2^32 messages under one key.
  const sealing = [current, ...old].map((key) => derivedKey(key, 'portico mail payload'))
  const signing = [current, ...old].map((key) => derivedKey(key, 'portico mail signature'))

  function seal(plain: string, context: string): Buffer {
    const header = Buffer.concat([Buffer.from([VERSION]), randomBytes(NONCE_BYTES)])
    const cipher = createCipheriv('aes-256-gcm', sealing[0]!, header.subarray(1), {
      authTagLength: TAG_BYTES,
    })
    cipher.setAAD(authenticated(context))
    return Buffer.concat([header, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  function open(sealed: Buffer, context: string): string {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new SealBroken()
    for (const key of sealing) {
      const plain = openWith(key, sealed, context)
      if (plain !== null) return plain
    }
    throw new SealBroken()
  }

  function openWith(key: Buffer, sealed: Buffer, context: string): string | null {
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(authenticated(context))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    try {
      const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([plain, decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  /** HMAC-SHA256. */
  function sign(purpose: string, text: string): Buffer {
    return signWith(signing[0]!, purpose, text)
  }

  function isSigned(purpose: string, text: string, proof: Buffer): boolean {
    return (
      proof.length >= SHORTEST_PROOF_BYTES &&
      signing.some((key) => timingSafeEqual(signWith(key, purpose, text).subarray(0, proof.length), proof))
    )
  }

  return { seal, open, sign, isSigned }
}

/** Wrong key, wrong place, or changed bytes: nobody can know which. */
export class SealBroken extends Error {
  override name = 'SealBroken'

  constructor() {
    super('A sealed secret cannot be opened: it was changed or moved, or SECRET_KEY is another one.')
  }
}

function signWith(key: Buffer, purpose: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\0${text}`).digest()
}

function authenticated(context: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(context, 'utf8')])
}
