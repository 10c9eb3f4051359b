import { clientNetworks } from './client-network.ts'
import { deviceName } from './device-name.ts'
import type { Client } from './client-network.ts'

/**
 * What is recorded of where somebody signed in from: enough to recognize your own. Of the address only the network,
 * of 24 bits (IPv6: 48), which names a provider and a region but no household.
 */
export function deviceAndNetwork({ userAgent, address }: Client): { device: string; network: string } {
  return { device: deviceName(userAgent), network: clientNetworks(address).at(-1)! }
}
