import type { Scope } from '../../scope/scope.ts'

/** What a letter with a temporary password was written for. */
export interface LetterProof {
  personId: string
  generation: number
  /** The address that it went to, as addresses are compared. */
  identity: string
  /** In milliseconds: a credential issued later is another one, whatever its generation. */
  writtenAt: number
}

const LENGTH_MOST = 1_000

type Sealing = Pick<Scope, 'organizationId' | 'services'>

/**
 * Shows that its reader has the letter, and nothing else: it signs nobody in, and is void together with the password
 * beside it. With it a browser becomes a known one, which strangers who guess at the address cannot lock out.
 */
export function writeLetterProof(scope: Sealing, proof: LetterProof): string {
  const { sealer } = scope.services
  return sealer.seal(JSON.stringify(proof), contextOf(scope)).toString('base64url')
}

export function readLetterProof(scope: Sealing, text: string): LetterProof | null {
  if (text.length > LENGTH_MOST) return null
  const { sealer } = scope.services
  try {
    return JSON.parse(sealer.open(Buffer.from(text, 'base64url'), contextOf(scope))) as LetterProof
  } catch {
    return null
  }
}

const contextOf = ({ organizationId }: Sealing) => `letter of ${organizationId}`
