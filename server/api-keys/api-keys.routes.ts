import { serve } from '../http/serve.ts'
import { apiKeysApi } from './api-keys.api.ts'
import { listKeys } from './list-keys.ts'
import { makeKey } from './make-key.ts'
import { revokeKey } from './revoke-key.ts'

export const apiKeysRoutes = serve(apiKeysApi, {
  list: (call) => listKeys(call, call.query),
  make: (call) => makeKey(call, call.body),
  revoke: (call) => revokeKey(call, call.params.apiKeyId),
})
