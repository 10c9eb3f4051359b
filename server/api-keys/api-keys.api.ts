import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page, requiredLine, time } from '../http/fields.api.ts'
import { KEY_SCOPES } from '../http/key-scopes.ts'

const scopes = z
  .array(z.enum(KEY_SCOPES, 'There is no such scope. GET /docs lists all.'))
  .describe('What it may do, such as contacts:write. What it may write it may read.')

export const apiKey = z.object({
  id,
  name: z.string(),
  ending: z.string().describe('The last four letters of the key.'),
  scopes,
  networks: z.array(z.string()).describe('From where it may be used. None: from anywhere.'),
  state: z.enum(['active', 'expired', 'revoked']),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().describe('To five minutes.'),
  lastUsedFrom: z.string().nullable().describe('The address of the client.'),
})
export type ApiKey = z.infer<typeof apiKey>

export const newApiKey = z.strictObject({
  name: requiredLine(200).describe('Of the program that uses it: the journal says that it did it.'),
  scopes: scopes.min(1, 'Choose at least one thing that it may do.').max(KEY_SCOPES.length),
  expiresAt: time.nullable().default(null),
  networks: z
    .array(z.string().trim().max(50))
    .max(20, 'Use at most 20 networks.')
    .default([])
    .describe('Addresses or networks, such as 203.0.113.7 or 2001:db8::/32. None: from anywhere.'),
})
export type NewApiKey = z.input<typeof newApiKey>

export const apiKeysApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/api-keys',
    summary: 'List the API keys: those that work first, the newest first',
    caller: 'owner',
    query: z.strictObject(listQuery),
    reply: page(apiKey),
  }),
  make: endpoint({
    method: 'POST',
    path: '/v1/api-keys',
    summary: 'Make an API key; it is shown this once',
    caller: 'owner',
    shownOnce: true,
    fresh: { when: 'always', asks: () => true },
    body: newApiKey,
    status: 201,
    reply: z.object({ ...apiKey.shape, key: z.string().describe('The key itself. It is kept nowhere.') }),
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/v1/api-keys/:apiKeyId',
    summary: 'Revoke an API key: the next request with it is refused',
    caller: 'owner',
    params: z.object({ apiKeyId: id }),
    reply: apiKey,
  }),
}
