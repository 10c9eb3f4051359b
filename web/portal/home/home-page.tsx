import { Skeleton, Text, Title } from '@mantine/core'
import { mdiDomain } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { InvoicesSection } from '../invoices/invoices-section.tsx'
import { useDoor } from '../portal.ts'
import { useSignedIn } from '../session.ts'
import { Page, Section } from '../shell/page.tsx'
import { type Customer, homeQuery } from './home.ts'
import classes from './home-page.module.css'

/** What is due, the invoices, and at which customers of this seller one is a contact. */
export function HomePage() {
  const door = useDoor()
  const firstName = useSignedIn()?.person.firstName
  const home = useQuery(homeQuery)

  return (
    <Page
      title="Home"
      heading={
        firstName ? (
          <>
            Hello, <bdi>{firstName}</bdi>
          </>
        ) : (
          'Hello'
        )
      }
    >
      {home.data?.customers.length === 0 ? (
        <Empty icon={mdiDomain} title="Nothing here at present">
          You are not a contact of any customer of <bdi>{door.name}</bdi> now. If that is a mistake, ask them.
        </Empty>
      ) : (
        <>
          <InvoicesSection customers={home.data?.customers} />
          <Section
            title="Customers"
            lead={
              <>
                <bdi>{door.name}</bdi> knows you as their contact.
              </>
            }
          >
            {home.data ? (
              <Customers customers={home.data.customers} />
            ) : home.error ? (
              <div className={classes.error}>
                <ErrorNotice error={home.error} retry={() => void home.refetch()} />
              </div>
            ) : (
              <CustomersSkeleton />
            )}
          </Section>
        </>
      )}
    </Page>
  )
}

function Customers({ customers }: { customers: Customer[] }) {
  return (
    <ul className={classes.list}>
      {customers.map((customer) => (
        <li key={customer.id} className={classes.customer}>
          <Title order={3} fw={550}>
            <bdi>{customer.name}</bdi>
          </Title>
          <Text size="sm" c="dimmed" className="dotted">
            {customer.accountNumber && (
              <span>
                Account <bdi className="numbers">{customer.accountNumber}</bdi>
              </span>
            )}
            {customer.jobTitle && <bdi>{customer.jobTitle}</bdi>}
          </Text>
        </li>
      ))}
    </ul>
  )
}

function CustomersSkeleton() {
  return (
    <div className={classes.list} role="status" aria-label="Loading">
      {[240, 180].map((width) => (
        <div key={width} className={classes.customer}>
          <Skeleton height={14} width={width} my={5} />
          <Skeleton height={12} width={150} my={5} />
        </div>
      ))}
    </div>
  )
}
