import { Button, Skeleton, Text, Title } from '@mantine/core'
import { mdiDomain } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { InvoicesSection } from '../invoices/invoices-section.tsx'
import { useDoor } from '../portal.ts'
import { useSignedIn } from '../session.ts'
import { Page, Section } from '../shell/page.tsx'
import { type Customer, homeQuery } from './home.ts'
import classes from './home-page.module.css'

/** What is due, the invoices, and at which customers of this seller the reader is a contact. */
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
        <Empty icon={mdiDomain} title="Nothing to show">
          <bdi>{door.name}</bdi> does not have you as a contact of any company at the moment. If that is a
          mistake, ask them.
        </Empty>
      ) : (
        <>
          <InvoicesSection customers={home.data?.customers} />
          <Section
            title="Your companies"
            lead={
              <>
                <bdi>{door.name}</bdi> writes to you as their contact.
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

const CUSTOMERS_SHOWN = 8

function Customers({ customers }: { customers: Customer[] }) {
  const [isWhole, setIsWhole] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const showAll = () => {
    setIsWhole(true)
    // The button is gone: the keyboard goes on where it stood.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[tabindex]')?.focus())
  }
  const shown = isWhole ? customers : customers.slice(0, CUSTOMERS_SHOWN)
  return (
    <>
      <ul ref={list}>
        {shown.map((customer, at) => (
          <li
            key={customer.id}
            className={classes.customer}
            tabIndex={at === CUSTOMERS_SHOWN ? -1 : undefined}
          >
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
      {shown.length < customers.length && (
        <Button variant="default" mt="sm" onClick={showAll}>
          Show all {customers.length}
        </Button>
      )}
    </>
  )
}

function CustomersSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      {[240, 180].map((width) => (
        <div key={width} className={classes.customer}>
          <Skeleton height={14} width={width} my={5} />
          <Skeleton height={12} width={150} my={5} />
        </div>
      ))}
    </div>
  )
}
