import { Button, Text, Title } from '@mantine/core'
import { mdiPlus, mdiWebhook } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Webhook } from '../../../server/webhooks/webhooks.api.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { ListItem, PagedList } from '../../ui/paged-list.tsx'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { AddWebhook } from './add-webhook.tsx'
import { SigningSecret } from './signing-secret.tsx'
import { webhooksQuery } from './webhook-queries.ts'
import { eventsWords, shownState } from './webhook-words.ts'
import classes from './webhooks.module.css'

/** Which programs are told of what: for owners. */
export function WebhooksPage() {
  usePageTitle('Webhooks', 'Portico')
  const query = useInfiniteQuery(webhooksQuery)
  const [isAdding, setIsAdding] = useState(false)
  const [added, setAdded] = useState<{ id: string; secret: string } | null>(null)
  const navigate = useNavigate()
  const add = (
    <Button leftSection={<Icon path={mdiPlus} />} onClick={() => setIsAdding(true)}>
      Add webhook
    </Button>
  )
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Webhooks</Title>
        {add}
      </div>
      <Text c="dimmed" mb="md">
        Programs of yours that are told what happens here, such as a contact who changed or an invoice that
        was paid. Each message is signed, and sent again until it is taken.
      </Text>
      <PagedList
        label="Webhooks"
        query={query}
        itemHeight={60}
        skeletons={3}
        more="Show more"
        empty={
          <Empty icon={mdiWebhook} title="No program is told anything yet">
            Add the address where your program listens. It hears of what happens from then on.
          </Empty>
        }
      >
        {(webhook) => <WebhookItem key={webhook.id} webhook={webhook} />}
      </PagedList>
      {isAdding && (
        <AddWebhook
          close={() => setIsAdding(false)}
          added={(webhook) => {
            setIsAdding(false)
            setAdded(webhook)
          }}
        />
      )}
      {added && (
        <SigningSecret
          secret={added.secret}
          close={() => {
            setAdded(null)
            void navigate({ to: '/organization/webhooks/$webhookId', params: { webhookId: added.id } })
          }}
        />
      )}
    </div>
  )
}

function WebhookItem({ webhook }: { webhook: Webhook }) {
  const { id, url, description } = webhook
  const { word, tone } = shownState(webhook)
  return (
    <ListItem className={classes.webhook}>
      <Lines below={[description && url, eventsWords(webhook)].filter(Boolean).join(' · ')}>
        <Link {...rowLink} to="/organization/webhooks/$webhookId" params={{ webhookId: id }}>
          <OneLine>{description ?? url}</OneLine>
        </Link>
      </Lines>
      <StatusBadge tone={tone}>{word}</StatusBadge>
    </ListItem>
  )
}
