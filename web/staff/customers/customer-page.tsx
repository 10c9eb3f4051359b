import { Anchor, Skeleton, Title, VisuallyHidden } from '@mantine/core'
import { mdiChevronRight } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { hasStatus } from '../../lib/problem.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { useMay } from '../session.ts'
import { CustomerActions } from './customer-actions.tsx'
import { CustomerDetailsMenu } from './customer-details-menu.tsx'
import classes from './customer-page.module.css'
import { customerQuery } from './customer-queries.ts'

/** The head that every page of a customer shares: who it is, and the Customer Details menu. */
export function CustomerPage() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer, error, refetch } = useQuery(customerQuery(customerId))
  const mayManage = useMay('manager')
  const section = useSection()
  if (hasStatus(error, 404)) return <NotFoundPage />
  if (error && !customer) {
    return (
      <div className="page narrow">
        <ErrorNotice error={error} retry={refetch} />
      </div>
    )
  }
  return (
    <div className={`page ${classes.page}`}>
      <nav aria-label="Where you are" className={classes.trail}>
        <Anchor component={Link} to="/customers" c="dimmed">
          Customers
        </Anchor>
        {customer?.parent && (
          <>
            <Icon path={mdiChevronRight} size={14} />
            <Anchor
              component={Link}
              to="/customers/$customerId"
              params={{ customerId: customer.parent.id } as never}
              c="dimmed"
            >
              {customer.parent.name}
            </Anchor>
          </>
        )}
      </nav>
      <div className={classes.who}>
        <Title order={1} className={classes.name} dir="auto">
          {customer?.name ?? <LoadingName />}
        </Title>
        {customer?.accountNumber && (
          <span className={`${classes.number} numbers`}>{customer.accountNumber}</span>
        )}
        {customer?.active === false && <StatusBadge tone="off">Inactive</StatusBadge>}
      </div>
      <div className={classes.bar}>
        <CustomerDetailsMenu customerId={customerId} />
        <Icon path={mdiChevronRight} size={16} />
        <span aria-current="page" className={classes.section}>
          {section}
        </span>
        {customer && section === 'Overview' && mayManage && <CustomerActions customer={customer} />}
      </div>
      <Outlet />
    </div>
  )
}

function LoadingName() {
  return (
    <>
      <VisuallyHidden>Customer</VisuallyHidden>
      <Skeleton height={22} width={260} my={5} />
    </>
  )
}

function useSection() {
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (path.includes('/contacts')) return 'Contacts'
  if (path.endsWith('/invoices')) return 'Invoices'
  if (path.includes('/payments')) return 'Payments'
  if (path.endsWith('/account')) return 'Account'
  if (path.endsWith('/journal')) return 'Journal'
  if (path.endsWith('/edit')) return 'Edit'
  return 'Overview'
}
