import { Skeleton, Text, Title } from '@mantine/core'
import { mdiDomain } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useDoor } from '../portal.ts'
import { useSignedIn } from '../session.ts'
import { type Customer, homeQuery } from './home.ts'
import classes from './home-page.module.css'

/** At which customers of this seller one is a contact. */
export function HomePage() {
  const door = useDoor()
  const person = useSignedIn()?.person
  const home = useQuery(homeQuery)
  usePageTitle('Home', door.name)

  return (
    <>
      <Title order={1}>
        {person?.firstName ? (
          <>
            Hello, <bdi>{person.firstName}</bdi>
          </>
        ) : (
          'Hello'
        )}
      </Title>
      {home.error && !home.data ? (
        <div className={classes.error}>
          <ErrorNotice error={home.error} retry={() => void home.refetch()} />
        </div>
      ) : home.data?.customers.length === 0 ? (
        <Empty icon={mdiDomain} title="Nothing here at present">
          You are not a contact of any customer of <bdi>{door.name}</bdi> now. If that is a mistake, ask them.
        </Empty>
      ) : (
        <section aria-labelledby="customers">
          <Text id="customers" c="dimmed" mt={4}>
            <bdi>{door.name}</bdi> knows you as a contact of{' '}
            {home.data?.customers.length === 1 ? 'this customer' : 'these customers'}.
          </Text>
          {home.data ? <Customers customers={home.data.customers} /> : <CustomersSkeleton />}
        </section>
      )}
    </>
  )
}

function Customers({ customers }: { customers: Customer[] }) {
  return (
    <ul className={classes.list}>
      {customers.map((customer) => (
        <li key={customer.id} className={classes.customer}>
          <Title order={2} className={classes.name}>
            <bdi>{customer.name}</bdi>
          </Title>
          <dl className={classes.facts}>
            {customer.accountNumber && (
              <div>
                <dt>Account number</dt>
                <dd className="numbers">
                  <bdi>{customer.accountNumber}</bdi>
                </dd>
              </div>
            )}
            {customer.jobTitle && (
              <div>
                <dt>Your job title</dt>
                <dd>
                  <bdi>{customer.jobTitle}</bdi>
                </dd>
              </div>
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function CustomersSkeleton() {
  return (
    <div className={classes.list} role="status" aria-label="Loading">
      {[0, 1].map((row) => (
        <div key={row} className={classes.customer}>
          <Skeleton height={18} width="55%" my={5} />
          <Skeleton height={12} width="35%" mt={18} mb={8} />
          <Skeleton height={14} width="45%" mb={4} />
        </div>
      ))}
    </div>
  )
}
