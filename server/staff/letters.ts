import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { whereFrom } from '../http/where-from.ts'
import type { Call } from '../http/serve.ts'
import { post } from '../mail/post.ts'

/** The letters that tell staff what was done with their account, each posted in the transaction of its cause. */

interface Member {
  organizationId: string
  memberId: string
}

export async function postPasswordChanged(
  tx: Db,
  call: Pick<Call, 'now' | 'sealer'>,
  { organizationId, memberId }: Member,
): Promise<void> {
  await post(tx, call, organizationId, call.now, {
    kind: 'staffPasswordChanged',
    facts: { at: call.now.toISOString() },
    to: { memberId },
    cause: `staff-password-changed:${memberId}:${newId()}`,
  })
}

export async function postNewDevice(
  tx: Db,
  call: Pick<Call, 'now' | 'sealer' | 'client'>,
  { organizationId, memberId }: Member,
): Promise<void> {
  const { now, client } = call
  const from = whereFrom(client)
  await post(tx, call, organizationId, now, {
    kind: 'newDevice',
    facts: {
      at: now.toISOString(),
      ...from,
      door: 'staff',
    },
    to: { memberId },
    // Of many browsers in one network, one an hour is reported.
    cause: `new-device:${memberId}:${from.network}:${now.toISOString().slice(0, 13)}`,
  })
}
