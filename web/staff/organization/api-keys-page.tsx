import { Anchor, Button, Text, Title } from '@mantine/core'
import { mdiKeyOutline, mdiPlus } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { apiKeysApi } from '../../../server/api-keys/api-keys.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PagedList } from '../../ui/paged-list.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { ApiKeyRow } from './api-key-row.tsx'
import { MakeApiKey } from './make-api-key.tsx'

/** What programs come in with: for owners. */
export function ApiKeysPage() {
  usePageTitle('API keys', 'Portico')
  const [isMaking, setIsMaking] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['api-keys'],
    queryFn: ({ pageParam, signal }) => call(apiKeysApi.list, { query: { cursor: pageParam }, signal }),
    ...byCursor,
  })
  const newKey = (
    <Button leftSection={<Icon path={mdiPlus} />} onClick={() => setIsMaking(true)}>
      New API key
    </Button>
  )
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>API keys</Title>
        {newKey}
      </div>
      <Text c="dimmed" mb="md">
        A program comes in with a key of its own, and does what the key allows and no more. The journal says
        what it did, under the name of the key. What a program can ask for is in the{' '}
        <Anchor href="/docs" inherit underline="always">
          API reference
        </Anchor>
        .
      </Text>
      <PagedList
        query={query}
        itemHeight={84}
        skeletons={3}
        more="Show more"
        empty={
          <Empty icon={mdiKeyOutline} title="No API keys yet">
            Make one for each program, such as your shop or your accounting, with a name by which you will
            know it.
          </Empty>
        }
      >
        {(apiKey) => <ApiKeyRow key={apiKey.id} apiKey={apiKey} />}
      </PagedList>
      {isMaking && <MakeApiKey close={() => setIsMaking(false)} />}
    </div>
  )
}
