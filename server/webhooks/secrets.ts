import type { Scope } from '../scope/scope.ts'

/** What signs the messages of a webhook, as it is stored: sealed (R18). */
export interface SealedSecrets {
  secret: Buffer
  previousSecret: Buffer | null
  previousUntil: string | null
}

/** A sealed secret opens at the webhook it was sealed for and nowhere else. */
const context = ({ organizationId }: Pick<Scope, 'organizationId'>, webhookId: string) =>
  `${organizationId}/webhook/${webhookId}`

type Sealing = Pick<Scope, 'organizationId' | 'services'>

export const sealSecret = (scope: Sealing, webhookId: string, secret: string): Buffer =>
  scope.services.sealer.seal(secret, context(scope, webhookId))

export const openSecret = (scope: Sealing, webhookId: string, sealed: Buffer): string =>
  scope.services.sealer.open(sealed, context(scope, webhookId))

/** The present secret, and the one before for as long as programs may still compare with that. */
export function validSecrets(
  scope: Sealing & Pick<Scope, 'now'>,
  webhookId: string,
  { secret, previousSecret, previousUntil }: SealedSecrets,
): string[] {
  const isOver = previousUntil === null || new Date(previousUntil) <= scope.now
  const sealed = previousSecret === null || isOver ? [secret] : [secret, previousSecret]
  return sealed.map((one) => openSecret(scope, webhookId, one))
}
