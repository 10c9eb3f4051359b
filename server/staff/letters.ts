import type { RawBuilder } from 'kysely'
import { newId } from '../database/id.ts'
import type { Visit } from '../http/serve.ts'
import { newDeviceLetter } from '../mail/letters/new-device.ts'
import { post, posting, type AddresseeFacts } from '../mail/outbox/post.ts'
import type { InTransaction } from '../scope/scope.ts'

/** The letters that tell staff what was done with their account, each posted in the transaction of its cause. */

export async function postPasswordChanged(tx: InTransaction, memberId: string): Promise<void> {
  await post(tx, {
    kind: 'staffPasswordChanged',
    facts: { at: tx.now.toISOString() },
    to: { memberId },
    cause: `staff-password-changed:${memberId}:${newId()}`,
  })
}

/** Parts of the statement that lets them in, if `where` holds. */
export function postingNewDevice(
  visit: Visit,
  { memberId, ...reader }: AddresseeFacts & { memberId: string },
  where: RawBuilder<unknown>,
) {
  return posting(visit, newDeviceLetter(visit, { memberId }), reader, where)
}
