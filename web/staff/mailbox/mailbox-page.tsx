import { Button, Text, Title } from '@mantine/core'
import { mdiEmailOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import classes from './mailbox.module.css'
import { mailboxQuery } from './mailbox-queries.ts'

/** Where letters arrive while no mail server is set: nothing of it leaves this machine. */
export function MailboxPage() {
  usePageTitle('Mailbox', 'Portico')
  const isOpen = useRouterState({ select: (state) => /\/mailbox\/.+/.test(state.location.pathname) })
  const query = useInfiniteQuery(mailboxQuery)
  const letters = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className={`page ${classes.page}`} data-open={isOpen || undefined}>
      <section aria-label="Letters" className={classes.side}>
        <Title order={1}>Mailbox</Title>
        <Text c="dimmed" mb="sm">
          What would go out by mail, newest first
        </Text>
        {query.isPending && <SkeletonRows rows={6} height={64} />}
        {query.error && letters.length === 0 && (
          <ErrorNotice error={query.error} retry={() => query.refetch()} />
        )}
        {query.data && letters.length === 0 && (
          <Empty icon={mdiEmailOutline} title="No letters yet">
            Add a contact or reset a password: the letter arrives here within seconds.
          </Empty>
        )}
        <ul className={classes.list}>
          {letters.map(({ id, to, subject, at }) => (
            <li key={id} className={classes.letter}>
              <div className={classes.line}>
                <span className="one-line">{to}</span>
                <span className={classes.when}>
                  <When at={at} />
                </span>
              </div>
              <Link
                to="/mailbox/$deliveryId"
                params={{ deliveryId: id }}
                resetScroll={false}
                className={`${classes.link} one-line`}
              >
                {subject}
              </Link>
            </li>
          ))}
        </ul>
        {query.hasNextPage && (
          <Button
            variant="default"
            mt="sm"
            loading={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            Show earlier
          </Button>
        )}
      </section>
      <Outlet />
    </div>
  )
}
