import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nothingMailed } from '../../ui/kept-since.tsx'
import { List, ListItem } from '../../ui/paged-list.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { isScheduled, shownState } from '../deliveries/delivery-words.ts'
import classes from './customer-overview.module.css'
import { latestMailQuery } from './customer-queries.ts'

/** Whether it went out, when, and to whom: what a caller says they never got. */
export function LatestMail({ customerId }: { customerId: string }) {
  const { data, error, refetch } = useQuery(latestMailQuery(customerId))
  return (
    <section aria-labelledby="latest-mail">
      <div className={classes.head}>
        <Title order={2} id="latest-mail">
          Latest e-mails
        </Title>
      </div>
      {error && !data && <ErrorNotice error={error} retry={refetch} />}
      {!data && !error && <SkeletonRows rows={3} height={52} />}
      {data?.data.length === 0 && (
        <Text c="dimmed">{nothingMailed('Nothing has been mailed yet.', data.keptSince)}</Text>
      )}
      {data && data.data.length > 0 && (
        <List>
          {data.data.map((mail) => {
            const { word, tone } = shownState(mail)
            const at =
              mail.finishedAt ?? (isScheduled(mail.scheduledFor) ? mail.scheduledFor : mail.createdAt)
            return (
              <ListItem key={mail.id} className={classes.item}>
                <span className={classes.first}>
                  <Link {...rowLink} to="/deliveries/$deliveryId" params={{ deliveryId: mail.id }}>
                    {mail.subject}
                  </Link>
                  <span className="muted small">
                    To {mail.personName ? `${mail.personName}, ${mail.to}` : mail.to}
                  </span>
                </span>
                <span className={classes.last}>
                  <StatusBadge tone={tone}>{word}</StatusBadge>
                  <span className="muted small">
                    <When at={at} />
                  </span>
                </span>
              </ListItem>
            )
          })}
        </List>
      )}
    </section>
  )
}
