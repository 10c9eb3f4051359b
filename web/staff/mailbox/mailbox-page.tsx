import { Text, Title } from '@mantine/core'
import { mdiEmailOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { rowsOf } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { ListItem, PagedList } from '../../ui/paged-list.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import classes from './mailbox.module.css'
import { mailboxQuery } from './mailbox-queries.ts'

/** Where letters arrive while no mail server is set: nothing of it leaves this machine. */
export function MailboxPage() {
  usePageTitle('Mailbox', 'Portico')
  const isOpen = useRouterState({ select: (state) => /\/mailbox\/.+/.test(state.location.pathname) })
  const query = useInfiniteQuery(mailboxQuery)
  return (
    <div className={`page ${classes.page}`} data-open={isOpen || undefined}>
      <section aria-label="E-mails" className={classes.side}>
        <Title order={1}>Mailbox</Title>
        <Text c="dimmed" mb="sm">
          The e-mails that would go out, newest first
        </Text>
        <PagedList
          query={query}
          itemHeight={61}
          more="Show earlier"
          empty={
            <Empty icon={mdiEmailOutline} title="No e-mails yet">
              Add a contact or reset a password: the e-mail arrives here within seconds.
            </Empty>
          }
        >
          {({ id, to, subject, at }) => (
            <ListItem key={id} className={classes.letter}>
              <div className={classes.line}>
                <OneLine>{to}</OneLine>
                <span className={classes.when}>
                  <When at={at} />
                </span>
              </div>
              <Link {...rowLink} to="/mailbox/$deliveryId" params={{ deliveryId: id }} resetScroll={false}>
                {subject}
              </Link>
            </ListItem>
          )}
        </PagedList>
      </section>
      {!isOpen && rowsOf(query).length > 0 && (
        <p className={classes.none}>Choose an e-mail to read it here.</p>
      )}
      <Outlet />
    </div>
  )
}
