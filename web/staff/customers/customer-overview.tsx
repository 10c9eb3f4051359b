import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { CustomerActions } from './customer-actions.tsx'
import { CustomerFacts } from './customer-facts.tsx'
import classes from './customer-overview.module.css'
import { customerQuery } from './customer-queries.ts'
import { LatestInvoices } from './latest-invoices.tsx'
import { LatestMail } from './latest-mail.tsx'
import { OverviewContacts } from './overview-contacts.tsx'
import { WhatIsOpen } from './what-is-open.tsx'

/** What staff need while the customer is on the phone: the note, what is open, the contacts, and what was sent. */
export function CustomerOverview() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const mayManage = useMay('manager')
  usePageTitle(customer?.name, 'Portico')
  if (!customer) return <SkeletonRows rows={6} height={36} />
  return (
    <div className={classes.overview}>
      {mayManage && <CustomerActions customer={customer} />}
      {customer.notes && (
        <section className={classes.note} aria-labelledby="customer-note">
          <Title order={2} id="customer-note">
            Note
          </Title>
          <p dir="auto">{customer.notes}</p>
        </section>
      )}
      <div className={classes.column}>
        <WhatIsOpen customerId={customerId} />
        <LatestInvoices customerId={customerId} />
        <LatestMail customerId={customerId} />
      </div>
      <div className={classes.column}>
        <OverviewContacts customer={customer} />
        <CustomerFacts customer={customer} />
      </div>
    </div>
  )
}
