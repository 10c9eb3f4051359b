import { Link } from '@tanstack/react-router'
import type { Delivery } from '../../../server/mail/deliveries/deliveries.api.ts'
import { OneLine } from '../../ui/one-line.tsx'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { isScheduled, roleWords, shownState } from './delivery-words.ts'

export const deliveryColumns: Column<Delivery>[] = [
  {
    name: 'To',
    width: 'minmax(0, 1.3fr)',
    narrow: 'topStart',
    cell: ({ id, personName, to }) => (
      <Lines below={personName && to}>
        <Link
          {...rowLink}
          to="/deliveries/$deliveryId"
          params={{ deliveryId: id }}
          search
          resetScroll={false}
        >
          {personName || to}
        </Link>
      </Lines>
    ),
  },
  {
    name: 'What',
    width: 'minmax(0, 1.3fr)',
    narrow: 'bottomStart',
    cell: ({ what, subject, documentId, role, customerName }) => (
      <Lines below={[role === 'cc' && roleWords.cc, customerName].filter(Boolean).join(' · ')}>
        <OneLine>{documentId ? subject : what}</OneLine>
      </Lines>
    ),
  },
  {
    name: 'Status',
    width: 'minmax(0, 1.4fr)',
    narrow: 'topEnd',
    cell: ({ state, scheduledFor, reason }) => {
      const { word, tone } = shownState({ state, scheduledFor })
      return (
        <Lines below={reason}>
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Lines>
      )
    },
  },
  {
    name: 'When',
    width: '140px',
    align: 'end',
    narrow: 'bottomEnd',
    cell: ({ finishedAt, scheduledFor, createdAt }) => (
      <span className="muted">
        <When at={finishedAt ?? (isScheduled(scheduledFor) ? scheduledFor : createdAt)} />
      </span>
    ),
  },
]
