import { includesScope, KEY_AREAS, type KeyArea, type KeyScope } from './key-scopes.ts'
import { Problem } from './problems.ts'

/** A program that came with an API key. */
export interface KeyCaller {
  organizationId: string
  keyId: string
  name: string
  scopes: readonly KeyScope[]
}

/** The key of `Authorization: Bearer …` (RFC 6750), whatever it is. Undefined: none was sent. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(header)?.[1]
}

export function requireScope(key: KeyCaller, scope: KeyScope): void {
  if (!includesScope(key.scopes, scope)) throw new ScopeMissing(scope)
}

/** Whoever holds a key that was ours may know why it is none any more. Of any other text nothing is told. */
export class KeyRefused extends Problem {
  constructor(
    detail = 'This is not an API key of Portico, or it was revoked. Make one on Organization > API keys.',
  ) {
    super(401, 'key-refused', 'The API key is not valid', detail, {
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    })
  }
}

class ScopeMissing extends Problem {
  constructor(scope: KeyScope) {
    const words: { name: string } = KEY_AREAS[scope.split(':')[0] as KeyArea]
    super(
      403,
      'scope-missing',
      'The API key may not do this',
      `This needs an API key with the scope ${scope}. An owner can make one on Organization > API keys, under ${words.name}.`,
      {
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
        extra: { scope },
      },
    )
  }
}

export class NotForKeys extends Problem {
  constructor() {
    super(
      403,
      'not-for-keys',
      'This is for people',
      'No API key may do this, whatever its scopes: sign in as a member of staff.',
    )
  }
}
