import { Anchor, Text, Title } from '@mantine/core'
import type { PortalInvoice } from '../../../server/invoices/portal-invoices.api.ts'
import { calendarDay, mailLink } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import classes from './invoice-page.module.css'

/** What somebody needs to fill in a transfer at their bank. */
export function HowToPay({ invoice }: { invoice: PortalInvoice }) {
  const { seller, balanceMinor, currency, dueDate, number } = invoice
  return (
    <section className={classes.pay} aria-labelledby="how-to-pay">
      <Title order={2} id="how-to-pay">
        How to pay
      </Title>
      {seller.paymentInstructions ? (
        <p className={classes.instructions} dir="auto">
          {seller.paymentInstructions}
        </p>
      ) : (
        <Text mt="xs">
          Ask <bdi>{seller.name}</bdi>
          {seller.email && (
            <>
              {' '}
              at <Anchor href={mailLink(seller.email)}>{seller.email}</Anchor>
            </>
          )}
          .
        </Text>
      )}
      <Facts>
        <Fact name="Amount">
          <Amount className={classes.strong} minor={balanceMinor} currency={currency} />
        </Fact>
        <Fact name="Reference">
          <bdi>{number}</bdi>
        </Fact>
        <Fact name="Due">{calendarDay(dueDate)}</Fact>
      </Facts>
    </section>
  )
}
