import { Skeleton, Title, VisuallyHidden } from '@mantine/core'
import { mdiChevronRight } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { hasStatus } from '../../lib/problem.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { tabBarThatFits, tabLink } from '../../ui/tab-bar.tsx'
import { HeadActionsPlace } from '../shell/head-actions.tsx'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { CustomerDetailsMenu } from './customer-details-menu.tsx'
import classes from './customer-page.module.css'
import { customerQuery } from './customer-queries.ts'

/** The head that every page of a customer shares: who it is, and the Customer Details menu. */
export function CustomerPage() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer, error, refetch } = useQuery(customerQuery(customerId))
  const [actions, setActions] = useState<HTMLElement | null>(null)
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
    <div className="page">
      <nav aria-label="Where you are" className={classes.trail}>
        <AnchorLink to="/customers" c="dimmed">
          Customers
        </AnchorLink>
        {customer?.parent && (
          <>
            <Icon path={mdiChevronRight} size={14} />
            <AnchorLink to="/customers/$customerId" params={{ customerId: customer.parent.id }} c="dimmed">
              {customer.parent.name}
            </AnchorLink>
          </>
        )}
      </nav>
      <div className={classes.head}>
        <div className={classes.who}>
          <Title order={1} className={classes.name} dir="auto">
            {customer?.name ?? <LoadingName />}
          </Title>
          {customer?.accountNumber && <span className="muted numbers">{customer.accountNumber}</span>}
          {customer?.active === false && <StatusBadge tone="off">Inactive</StatusBadge>}
        </div>
        <div ref={setActions} className={classes.actions} />
        <div className={`${tabBarThatFits} ${classes.bar}`}>
          <CustomerDetailsMenu customerId={customerId} />
          <span aria-current="page" className={tabLink}>
            {section}
          </span>
        </div>
      </div>
      <HeadActionsPlace value={actions}>
        <Outlet />
      </HeadActionsPlace>
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
