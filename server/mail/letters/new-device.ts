import { deviceAndNetwork } from '../../http/device-and-network.ts'
import type { Visit } from '../../http/serve.ts'

/** Tells somebody of a sign-in from a browser that had not been seen before. Of many in one network, one an hour is reported. */
export function newDeviceLetter(
  { client, now }: Pick<Visit, 'client' | 'now'>,
  to: { personId: string } | { memberId: string },
) {
  const from = deviceAndNetwork(client)
  const at = now.toISOString()
  const [door, reader] =
    'personId' in to ? (['portal', to.personId] as const) : (['staff', to.memberId] as const)
  const cause = `new-device:${reader}:${from.network}:${at.slice(0, 13)}`
  return { kind: 'newDevice', facts: { at, ...from, door }, to, cause } as const
}
