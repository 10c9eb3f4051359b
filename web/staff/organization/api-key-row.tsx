import { Text } from '@mantine/core'
import { mdiTrashCanOutline } from '@mdi/js'
import { apiKeysApi, type ApiKey } from '../../../server/api-keys/api-keys.api.ts'
import { KEY_AREAS, type KeyScope } from '../../../server/http/key-scopes.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { ListItem } from '../../ui/paged-list.tsx'
import { StatusBadge, type StateTone } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { changed } from '../stale-queries.ts'
import classes from './api-keys-page.module.css'

const STATES: Record<ApiKey['state'], { tone: StateTone; word: string }> = {
  active: { tone: 'good', word: 'Active' },
  expired: { tone: 'off', word: 'Expired' },
  revoked: { tone: 'off', word: 'Revoked' },
}

export function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { tone, word } = STATES[apiKey.state]
  const revoke = async () => {
    try {
      await call(apiKeysApi.revoke, { params: { apiKeyId: apiKey.id } })
      done(`${shortened(apiKey.name)} was revoked.`)
    } catch (error) {
      failed(error)
    }
    await changed('apiKey')
  }
  return (
    <ListItem className={classes.apiKey}>
      <div className={classes.who}>
        <Text fw={550}>{apiKey.name}</Text>
        <Text c="dimmed" size="sm">
          {scopesInWords(apiKey.scopes)}
          {apiKey.networks.length > 0 && ` · From ${apiKey.networks.join(', ')} only`}
        </Text>
        <Text c="dimmed" size="sm">
          Ends in {apiKey.ending} · Made by {apiKey.madeBy} <When at={apiKey.createdAt} />
        </Text>
      </div>
      <div className={classes.state}>
        <StatusBadge tone={tone}>{word}</StatusBadge>
        <Text size="xs" c="dimmed">
          <LastUse apiKey={apiKey} />
        </Text>
        {apiKey.state === 'active' && apiKey.expiresAt && (
          <Text size="xs" c="dimmed">
            Expires <When at={apiKey.expiresAt} />
          </Text>
        )}
      </div>
      <div>
        {apiKey.state !== 'revoked' && (
          <Confirm
            consequence={`Whatever uses ${apiKey.name} is refused from its next request on. It cannot be given back.`}
            verb="Revoke"
            onConfirm={revoke}
          >
            {(open) => <IconAction name={`Revoke ${apiKey.name}`} icon={mdiTrashCanOutline} onClick={open} />}
          </Confirm>
        )}
      </div>
    </ListItem>
  )
}

function LastUse({ apiKey: { lastUsedAt, lastUsedFrom } }: { apiKey: ApiKey }) {
  if (!lastUsedAt) return 'Never used'
  return (
    <>
      Last used <When at={lastUsedAt} /> from {lastUsedFrom}
    </>
  )
}

/** Such as "Contacts: read and write · Journal: read". */
export function scopesInWords(scopes: readonly KeyScope[]): string {
  return Object.entries(KEY_AREAS)
    .flatMap(([area, words]) => {
      const writes = scopes.includes(`${area}:write` as KeyScope)
      const reads = 'read' in words && (writes || scopes.includes(`${area}:read` as KeyScope))
      const rights = [reads && 'read', writes && 'write'].filter(Boolean)
      return rights.length > 0 ? [`${words.name}: ${rights.join(' and ')}`] : []
    })
    .join(' · ')
}
