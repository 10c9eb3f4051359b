import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import classes from './reminders.module.css'

const pages = [
  { name: 'Next 30 days', to: '/receivables/reminders' },
  { name: 'Ladder', to: '/receivables/reminders/ladder' },
] as const

export function RemindersHead() {
  return (
    <>
      <div className="page-head">
        <Title order={1}>Reminders</Title>
      </div>
      <nav aria-label="Reminders" className={classes.pages}>
        {pages.map(({ name, to }) => (
          <Link
            key={to}
            to={to}
            className={classes.page}
            activeOptions={{ exact: true }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {name}
          </Link>
        ))}
      </nav>
    </>
  )
}
