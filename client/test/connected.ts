import type { AddressInfo } from 'node:net'
import { apiKeysApi } from '../../server/api-keys/api-keys.api.ts'
import { KEY_SCOPES, type KeyScope } from '../../server/http/key-scopes.ts'
import { openWorld } from '../../test/world.ts'
import { connect } from '../portico.ts'

/** A Portico that listens, and the client with a key that may do everything a key may. */
export async function openConnected(scopes: readonly KeyScope[] = KEY_SCOPES) {
  const world = await openWorld()
  await world.app.server.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(world.app.server.server.address() as AddressInfo).port}`
  const { key } = await world.owner.call(apiKeysApi.make, {
    body: { name: 'A program', scopes: [...scopes] },
  })
  return { world, address, key, portico: connect({ address, key }) }
}
