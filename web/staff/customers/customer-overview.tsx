import { Anchor, SimpleGrid, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Address } from '../../../server/customers/customers.api.ts'
import { receivesWords } from '../../../server/contacts/receives.ts'
import { phoneLink } from '../../lib/formats.ts'
import { Fact, Facts } from '../../ui/facts.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { PauseReminders } from '../reminders/pause-reminders.tsx'
import { customerQuery } from './customer-queries.ts'

export function CustomerOverview() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle(customer?.name, 'Portico')
  if (!customer) return <SkeletonRows rows={6} height={36} />
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={48} verticalSpacing={24} maw={960}>
        <section>
          <Title order={2} mb="xs">
            Customer
          </Title>
          <Facts>
            <Fact name="Account number">{customer.accountNumber}</Fact>
            <Fact name="Part of">
              {customer.parent && (
                <Anchor
                  component={Link}
                  {...({
                    to: '/customers/$customerId',
                    params: { customerId: customer.parent.id },
                  } as object)}
                >
                  {customer.parent.name}
                </Anchor>
              )}
            </Fact>
            <Fact name="E-mail">
              {customer.email && <Anchor href={`mailto:${customer.email}`}>{customer.email}</Anchor>}
            </Fact>
            <Fact name="Phone">
              {customer.phone && <Anchor href={phoneLink(customer.phone)}>{customer.phone}</Anchor>}
            </Fact>
            <Fact name="Second phone">
              {customer.secondPhone && (
                <Anchor href={phoneLink(customer.secondPhone)}>{customer.secondPhone}</Anchor>
              )}
            </Fact>
            <Fact name="Customer since">
              <When at={customer.createdAt} />
            </Fact>
          </Facts>
        </section>
        <section>
          <Title order={2} mb="xs">
            Billing
          </Title>
          <Facts>
            <Fact name="Billing address">{oneAddress(customer.billingAddress) || 'Not known yet'}</Fact>
            <Fact name="Shipping address">{oneAddress(customer.shippingAddress) || 'The same'}</Fact>
            <Fact name="Currency">{customer.currency ?? 'The organization’s'}</Fact>
            <Fact name="Payment terms">{paymentTerms(customer.paymentTermsDays)}</Fact>
            <Fact name="Reminders">
              <PauseReminders customer={customer} />
            </Fact>
            <Fact name="New contacts receive">{receivesWords(customer.newContactsReceive)}</Fact>
          </Facts>
        </section>
        {customer.notes && (
          <section>
            <Title order={2} mb="xs">
              Notes
            </Title>
            <Text style={{ whiteSpace: 'pre-line' }}>{customer.notes}</Text>
          </section>
        )}
      </SimpleGrid>
    </>
  )
}

function oneAddress(address: Address | null) {
  if (!address) return ''
  const { line1, line2, postalCode, city, region, country } = address
  return [line1, line2, [postalCode, city].filter(Boolean).join(' '), region, country]
    .filter(Boolean)
    .join('\n')
}

function paymentTerms(days: number | null) {
  if (days === null) return 'The organization’s'
  return days === 0 ? 'Due at once' : `${days} days`
}
