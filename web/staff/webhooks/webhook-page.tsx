import { Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { mdiWebhook } from '@mdi/js'
import type { Webhook, WebhookMessageState } from '../../../server/webhooks/webhooks.api.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { WhenRead } from '../../ui/when-read.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { messageColumns } from './webhook-message-columns.tsx'
import { messagesQuery, webhookQuery } from './webhook-queries.ts'
import { eventsWords, messageStateWords, offWords, shownState } from './webhook-words.ts'
import classes from './webhooks.module.css'

/** One webhook: what it is told, whether that works, and everything that was sent. */
export function WebhookPage() {
  const { webhookId } = useParams({ from: '/shell/organization/webhooks/$webhookId' })
  const query = useQuery(webhookQuery(webhookId))
  usePageTitle(query.data?.description ?? 'Webhook', 'Portico')
  return (
    <div className="page beside-panel">
      <div className="page-head">
        <Title order={1} dir="auto">
          {query.data?.description ?? 'Webhook'}
        </Title>
        <AnchorLink to="/organization/webhooks">All webhooks</AnchorLink>
      </div>
      <WhenRead query={query} rows={6} height={36}>
        {(webhook) => <Details webhook={webhook} />}
      </WhenRead>
      <Outlet />
    </div>
  )
}

function Details({ webhook }: { webhook: Webhook }) {
  const { word, tone } = shownState(webhook)
  const { failingSince, offSince, previousSecretUntil } = webhook
  const off = offWords(webhook)
  return (
    <>
      {off && <Notice tone="attention">{off}</Notice>}
      <Facts>
        <Fact name="Status">
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Fact>
        <Fact name="Address">
          <span className={classes.url}>{webhook.url}</span>
        </Fact>
        <Fact name="Events">{eventsWords(webhook)}</Fact>
        <Fact name="Off since">{offSince && <When at={offSince} />}</Fact>
        <Fact name="Failing since">{failingSince && !offSince && <When at={failingSince} />}</Fact>
        <Fact name="Former secret">
          {previousSecretUntil && (
            <>
              signs as well until <When at={previousSecretUntil} />
            </>
          )}
        </Fact>
      </Facts>
      <WebhookActions webhook={webhook} />
      <Log webhook={webhook} />
    </>
  )
}

function Log({ webhook }: { webhook: Webhook }) {
  const { state } = useSearch({ from: '/shell/organization/webhooks/$webhookId' })
  const navigate = useNavigate()
  const query = useInfiniteQuery(messagesQuery(webhook.id, state))
  return (
    <>
      <div className="page-head">
        <Title order={2}>Messages</Title>
        <ChoiceField
          aria-label="Status"
          noun="status"
          w="min(160px, 36vw)"
          value={state ?? 'all'}
          onChange={(value) =>
            void navigate({
              to: '.',
              search: value && value !== 'all' ? { state: value as WebhookMessageState } : {},
              replace: true,
            })
          }
          data={[
            { value: 'all', label: 'All' },
            ...Object.entries(messageStateWords).map(([value, { word }]) => ({ value, label: word })),
          ]}
        />
      </div>
      <PagedTable
        label="Messages"
        query={query}
        columns={messageColumns(webhook)}
        keyOf={({ id }) => id}
        empty={
          <Empty icon={mdiWebhook} title={state ? 'No messages match' : 'Nothing has been sent yet'}>
            Each event that is sent to it will be listed here with every attempt, for 30 days. A test event
            shows at once whether it works.
          </Empty>
        }
      />
      <Text c="dimmed" size="sm" mt="xs">
        Messages are kept for 30 days.
      </Text>
    </>
  )
}
