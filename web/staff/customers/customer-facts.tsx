import { Anchor, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { addressLines } from '../../../server/customers/address-lines.ts'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { receivesWords } from '../../../server/contacts/receives.ts'
import { mailLink, phoneLink } from '../../lib/formats.ts'
import { Fact, Facts } from '../../ui/facts.tsx'
import { When } from '../../ui/when.tsx'
import { PauseReminders } from '../reminders/pause-reminders.tsx'

export function CustomerFacts({ customer }: { customer: Customer }) {
  return (
    <section aria-labelledby="customer-details">
      <Title order={2} id="customer-details" mb="xs">
        Details
      </Title>
      <Facts>
        <Fact name="Phone">{customer.phone && <Phone number={customer.phone} />}</Fact>
        <Fact name="Second phone">{customer.secondPhone && <Phone number={customer.secondPhone} />}</Fact>
        <Fact name="E-mail">
          {customer.email && <Anchor href={mailLink(customer.email)}>{customer.email}</Anchor>}
        </Fact>
        <Fact name="Account number">{customer.accountNumber}</Fact>
        <Fact name="Parent customer">
          {customer.parent && (
            <Anchor
              component={Link}
              {...({ to: '/customers/$customerId', params: { customerId: customer.parent.id } } as object)}
            >
              {customer.parent.name}
            </Anchor>
          )}
        </Fact>
        <Fact name="Billing address">{addressLines(customer.billingAddress) || 'Not known yet'}</Fact>
        <Fact name="Shipping address">
          {addressLines(customer.shippingAddress) || 'Same as the billing address'}
        </Fact>
        <Fact name="Currency">{customer.currency ?? 'The organization’s'}</Fact>
        <Fact name="Payment terms">{paymentTerms(customer.paymentTermsDays)}</Fact>
        <Fact name="Reminders">
          <PauseReminders customer={customer} />
        </Fact>
        <Fact name="New contacts receive">{receivesWords(customer.newContactsReceive)}</Fact>
        <Fact name="Customer since">
          <When at={customer.createdAt} />
        </Fact>
      </Facts>
    </section>
  )
}

export function Phone({ number }: { number: string }) {
  return <Anchor href={phoneLink(number)}>{number}</Anchor>
}

function paymentTerms(days: number | null) {
  if (days === null) return 'The organization’s'
  return days === 0 ? 'Due at once' : `${days} days`
}
