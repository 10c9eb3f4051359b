import { Button } from '@mantine/core'
import { mdiEmailOutline, mdiHelpCircleOutline, mdiMagnify } from '@mdi/js'
import { Link, useRouterState } from '@tanstack/react-router'
import { Icon } from '../../ui/icon.tsx'
import { TabBar, tabLink } from '../../ui/tab-bar.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useMay, useSession } from '../session.ts'
import { openSearch } from './search-store.ts'
import { OrganizationSwitcher } from './organization-switcher.tsx'
import { tabs } from './tabs.ts'
import classes from './top-bar.module.css'
import { UserMenu } from './user-menu.tsx'

export function TopBar() {
  // The import belongs to the customers, though it has an address of its own.
  const path = useRouterState({
    select: ({ location }) => location.pathname.replace(/^\/import\b/, '/customers'),
  })
  const { mailbox } = useSession()
  const mayReadMail = useMay('manager')
  const isOwner = useMay('owner')
  const current = tabs.find(({ pages }) => pages.some(({ to }) => path.startsWith(to)))
  // What belongs to neither, such as the account, stands below the first: the head is as high everywhere.
  const { name: label, pages } = current ?? tabs[0]
  return (
    <>
      <div className={classes.top}>
        <OrganizationSwitcher />
        <nav aria-label="Main" className={classes.tabs}>
          {tabs.map(({ name, to }) => (
            <Link
              key={name}
              to={to}
              className={classes.tab}
              data-current={current?.name === name || undefined}
            >
              {name}
            </Link>
          ))}
        </nav>
        <div className={classes.tools}>
          <SearchButton />
          {mailbox && mayReadMail && (
            <Tooltip label="Mailbox">
              <Link to="/mailbox" className={classes.tool} aria-label="Mailbox">
                <Icon path={mdiEmailOutline} size={19} />
                <span className={classes.waits} aria-hidden="true" />
              </Link>
            </Tooltip>
          )}
          <Tooltip label="Help">
            <a href="/help" className={`${classes.tool} ${classes.help}`} aria-label="Help">
              <Icon path={mdiHelpCircleOutline} size={19} />
            </a>
          </Tooltip>
          <UserMenu />
        </div>
      </div>
      <TabBar label={label} current={path} className={classes.pages}>
        {pages
          .filter((page) => isOwner || !('for' in page))
          .map(({ name, to }) => (
            <Link
              key={name}
              to={to}
              className={tabLink}
              activeOptions={{ exact: to === '/receivables' }}
              aria-current={isOn(path, to) ? 'page' : undefined}
            >
              {name}
            </Link>
          ))}
      </TabBar>
    </>
  )
}

/** The overview is where the others begin: only itself is on it. */
const isOn = (path: string, to: string) => (to === '/receivables' ? path === to : path.startsWith(to))

function SearchButton() {
  return (
    <Button
      variant="default"
      size="compact-md"
      className={classes.search}
      leftSection={<Icon path={mdiMagnify} />}
      rightSection={
        <kbd className={classes.key} aria-hidden="true">
          /
        </kbd>
      }
      onClick={openSearch}
      aria-label="Search customers, contacts and invoices"
      aria-keyshortcuts="/ Control+K Meta+K"
    >
      <span className={classes.searchWord}>Search</span>
    </Button>
  )
}
