import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { AgeingBars } from '../statements/ageing-bars.tsx'
import { accountQuery } from '../statements/statement-queries.ts'
import classes from './customer-overview.module.css'

/** What the customer owes and since when, as on its account page. */
export function WhatIsOpen({ customerId }: { customerId: string }) {
  const { data: account, error, refetch } = useQuery(accountQuery(customerId))
  return (
    <section aria-labelledby="customer-owes">
      <div className={classes.head}>
        <Title order={2} id="customer-owes">
          Account
        </Title>
        <AnchorLink to="/customers/$customerId/account" params={{ customerId }}>
          Open the account
        </AnchorLink>
      </div>
      {error && !account && <ErrorNotice error={error} retry={refetch} />}
      {!account && !error && <SkeletonRows rows={1} height={206} />}
      {account?.currencies.length === 0 && <Text c="dimmed">Nothing is open.</Text>}
      {account?.currencies.map((one) => (
        <AgeingBars key={one.currency} account={one} />
      ))}
    </section>
  )
}
