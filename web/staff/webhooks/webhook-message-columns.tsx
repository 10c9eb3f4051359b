import { Link } from '@tanstack/react-router'
import type { Webhook, WebhookMessage } from '../../../server/webhooks/webhooks.api.ts'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { messageStateWords, whyWaiting } from './webhook-words.ts'

export const messageColumns = (webhook: Webhook): Column<WebhookMessage>[] => [
  {
    name: 'Event',
    width: 'minmax(0, 1fr)',
    narrow: 'topStart',
    cell: ({ id, type }) => (
      <Lines>
        <Link
          {...rowLink}
          to="/organization/webhooks/$webhookId/$messageId"
          params={{ webhookId: webhook.id, messageId: id }}
          search
          resetScroll={false}
        >
          {type}
        </Link>
      </Lines>
    ),
  },
  {
    name: 'Status',
    width: 'minmax(0, 1.6fr)',
    narrow: 'topEnd',
    cell: (message) => {
      const { word, tone } = messageStateWords[message.state]
      return (
        <Lines below={message.state === 'sent' ? null : whyWaiting(message, webhook)}>
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Lines>
      )
    },
  },
  {
    name: 'Attempts',
    width: '90px',
    align: 'end',
    narrow: 'bottomStart',
    cell: ({ attemptCount }) => <span className="muted">{attemptsWords(attemptCount)}</span>,
  },
  {
    name: 'When',
    width: '140px',
    align: 'end',
    narrow: 'bottomEnd',
    cell: ({ finishedAt, createdAt }) => (
      <span className="muted">
        <When at={finishedAt ?? createdAt} />
      </span>
    ),
  },
]

const attemptsWords = (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`)
