import { newId } from '../database/id.ts'
import { deviceAndNetwork } from '../http/device-and-network.ts'
import type { Visit } from '../http/serve.ts'
import { post } from '../mail/outbox/post.ts'
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

export async function postNewDevice(tx: InTransaction<Visit>, memberId: string): Promise<void> {
  const from = deviceAndNetwork(tx.client)
  const at = tx.now.toISOString()
  await post(tx, {
    kind: 'newDevice',
    facts: { at, ...from, door: 'staff' },
    to: { memberId },
    // Of many browsers in one network, one an hour is reported.
    cause: `new-device:${memberId}:${from.network}:${at.slice(0, 13)}`,
  })
}
