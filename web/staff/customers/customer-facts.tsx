import { Anchor, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { addressLines } from '../../../server/customers/address-lines.ts'
import { customerFields } from '../../../server/customers/customer-fields.ts'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { namesOf } from '../../../server/fields/field.ts'
import { receivesWords } from '../../../server/contacts/receives.ts'
import { mailLink, phoneLink } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { When } from '../../ui/when.tsx'
import { PauseReminders } from '../reminders/pause-reminders.tsx'

/** The fields in the order of the page; null for those that it shows elsewhere. */
const details: Record<keyof typeof customerFields, ((customer: Customer) => ReactNode) | null> = {
  name: null,
  phone: ({ phone }) => phone && <Phone number={phone} />,
  secondPhone: ({ secondPhone }) => secondPhone && <Phone number={secondPhone} />,
  email: ({ email }) => email && <Anchor href={mailLink(email)}>{email}</Anchor>,
  accountNumber: ({ accountNumber }) => accountNumber,
  parentId: ({ parent }) =>
    parent && (
      <AnchorLink to="/customers/$customerId" params={{ customerId: parent.id }}>
        {parent.name}
      </AnchorLink>
    ),
  billingAddress: ({ billingAddress }) => addressLines(billingAddress) || 'Not known yet',
  shippingAddress: ({ shippingAddress }) => addressLines(shippingAddress) || 'Same as the billing address',
  currency: ({ currency }) => currency ?? 'The organization’s',
  paymentTermsDays: ({ paymentTermsDays }) => paymentTerms(paymentTermsDays),
  defaultReceives: ({ newContactsReceive }) => receivesWords(newContactsReceive),
  externalId: ({ externalId }) => externalId,
  notes: null,
}

export function CustomerFacts({ customer }: { customer: Customer }) {
  return (
    <section aria-labelledby="customer-details">
      <Title order={2} id="customer-details" mb="xs">
        Details
      </Title>
      <Facts>
        {namesOf(details).map((name) => (
          <Fact key={name} name={customerFields[name].label}>
            {details[name]?.(customer)}
          </Fact>
        ))}
        <Fact name="Reminders">
          <PauseReminders customer={customer} />
        </Fact>
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
  return days === 0 ? 'Due at once' : days
}
