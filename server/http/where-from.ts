import { clientNetworks } from './client-network.ts'
import { deviceName } from './device-name.ts'
import type { Client } from './serve.ts'

/**
 * What is told of where somebody signed in from: enough to know one's own by. Of the address the network alone, of 24 bits
 * (IPv6: 48), which names a provider and a region and no household.
 */
export function whereFrom({ userAgent, address }: Client): { device: string; network: string } {
  return { device: deviceName(userAgent), network: clientNetworks(address).at(-1)! }
}
