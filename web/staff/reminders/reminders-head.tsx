import { Title } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { TabBar, tabLink } from '../../ui/tab-bar.tsx'
import classes from './reminders.module.css'

const pages = [
  { name: 'Next 30 days', to: '/receivables/reminders' },
  { name: 'Schedule', to: '/receivables/reminders/schedule' },
] as const

export function RemindersHead() {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <>
      <div className="page-head">
        <Title order={1}>Reminders</Title>
      </div>
      <TabBar label="Reminders" current={path} className={classes.pages}>
        {pages.map(({ name, to }) => (
          <Link
            key={to}
            to={to}
            className={tabLink}
            activeOptions={{ exact: true }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {name}
          </Link>
        ))}
      </TabBar>
    </>
  )
}
