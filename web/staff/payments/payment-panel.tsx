import { Anchor, Button, Title } from '@mantine/core'
import { mdiFilePdfBox } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { methodWords, type Payment, paymentsApi } from '../../../server/payments/payments.api.ts'
import { addressOf, call } from '../../lib/client.ts'
import { calendarDay, count, money } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { When } from '../../ui/when.tsx'
import { WhenRead } from '../../ui/when-read.tsx'
import { useMay } from '../session.ts'
import { Panel } from '../shell/panel.tsx'
import { Section } from '../shell/section.tsx'
import { DocumentMails } from './document-mails.tsx'
import { PaymentState } from './payment-columns.tsx'
import { paymentChanged, paymentQuery } from './payment-queries.ts'
import classes from './payments.module.css'
import { SendToReceivers } from './send-to-receivers.tsx'
import { UseCredit } from './use-credit.tsx'

/** Beside the payments of everybody. */
export function PaymentPanel() {
  const { paymentId } = useParams({ from: '/shell/receivables/payments/$paymentId' })
  const navigate = useNavigate()
  return (
    <OnePayment
      paymentId={paymentId}
      close={() => navigate({ to: '/receivables/payments', resetScroll: false })}
      open={(other) =>
        navigate({ to: '/receivables/payments/$paymentId', params: { paymentId: other }, resetScroll: false })
      }
    />
  )
}

/** Beside the payments of a customer. */
export function CustomerPaymentPanel() {
  const { customerId, paymentId } = useParams({ from: '/shell/customers/$customerId/payments/$paymentId' })
  const navigate = useNavigate()
  return (
    <OnePayment
      paymentId={paymentId}
      close={() =>
        navigate({ to: '/customers/$customerId/payments', params: { customerId }, resetScroll: false })
      }
      open={(other) =>
        navigate({
          to: '/customers/$customerId/payments/$paymentId',
          params: { customerId, paymentId: other },
          resetScroll: false,
        })
      }
    />
  )
}

function OnePayment(props: { paymentId: string; close: () => void; open: (paymentId: string) => void }) {
  const { paymentId, close, open } = props
  const query = useQuery(paymentQuery(paymentId))
  const payment = query.data
  return (
    <Panel
      label="Payment"
      title={payment ? <Amount minor={payment.amountMinor} currency={payment.currency} /> : 'Payment'}
      lead={payment?.customerName}
      close={close}
    >
      <WhenRead query={query} rows={6} height={36}>
        {(payment) => <Details key={payment.id} payment={payment} open={open} />}
      </WhenRead>
    </Panel>
  )
}

function Details({ payment, open }: { payment: Payment; open: (paymentId: string) => void }) {
  const { customerId, currency, unallocatedMinor, allocations, reverses, reversedBy } = payment
  return (
    <>
      <Facts>
        <Fact name="Customer">
          <AnchorLink to="/customers/$customerId/account" params={{ customerId }}>
            {payment.customerName}
          </AnchorLink>
        </Fact>
        <Fact name="Received on">{calendarDay(payment.receivedOn)}</Fact>
        <Fact name="Method">{methodWords[payment.method]}</Fact>
        <Fact name="Reference">{payment.reference}</Fact>
        <Fact name="Note">{payment.note}</Fact>
        <Fact name="Recorded">
          <>
            by {payment.createdBy}, <When at={payment.createdAt} />
          </>
        </Fact>
        {(reverses !== null || reversedBy !== null) && (
          <Fact name="Status">
            <PaymentState payment={payment} />
            <div>
              <Anchor component="button" type="button" onClick={() => open((reverses ?? reversedBy)!)}>
                {reverses === null ? 'Open the reversal' : 'Open the payment it reverses'}
              </Anchor>
            </div>
          </Fact>
        )}
      </Facts>
      <Section>
        <Title order={3}>{reverses === null ? 'Pays' : 'No longer pays'}</Title>
        <ul className={`${classes.allocations} numbers`}>
          {allocations.map(({ invoiceId, number, amountMinor }) => (
            <li key={invoiceId}>
              <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId }}>
                {number}
              </AnchorLink>
              <Amount minor={amountMinor} currency={currency} />
            </li>
          ))}
          {unallocatedMinor > 0 && (
            <li>
              <span>Credit</span>
              <Amount minor={unallocatedMinor} currency={currency} />
            </li>
          )}
          {allocations.length === 0 && unallocatedMinor === 0 && <li className="muted small">No invoice.</li>}
        </ul>
      </Section>
      <Actions payment={payment} />
      {reverses === null && <DocumentMails documentId={payment.id} title="Receipt" />}
    </>
  )
}

function Actions({ payment }: { payment: Payment }) {
  const mayManage = useMay('manager')
  const [opened, setOpened] = useState<'receipt' | 'credit' | null>(null)
  const { id: paymentId, amountMinor, currency, customerId, customerName, reverses, reversedBy } = payment
  if (reverses !== null) return null
  const stands = reversedBy === null
  const params = { paymentId }
  return (
    <>
      <div className={classes.buttons}>
        <Button
          component="a"
          href={addressOf(paymentsApi.pdf, { params })}
          target="_blank"
          variant="default"
          leftSection={<Icon path={mdiFilePdfBox} />}
        >
          Receipt
        </Button>
        {mayManage && stands && (
          <Button variant="default" onClick={() => setOpened('receipt')}>
            Send receipt
          </Button>
        )}
        {mayManage && stands && payment.unallocatedMinor > 0 && (
          <Button variant="default" onClick={() => setOpened('credit')}>
            Use credit
          </Button>
        )}
        {mayManage && stands && <Reverse payment={payment} />}
      </div>
      {opened === 'receipt' && (
        <SendToReceivers
          title="Send receipt"
          customerId={customerId}
          kind="receipts"
          close={() => setOpened(null)}
          send={async (body, people) => {
            paymentChanged(await call(paymentsApi.sendReceipt, { params, body }))
            done(`The receipt is on its way to ${count(people, 'recipient')}.`)
          }}
        >
          This sends the receipt for {money(amountMinor, currency)} from {customerName}.
        </SendToReceivers>
      )}
      {opened === 'credit' && <UseCredit payment={payment} close={() => setOpened(null)} />}
    </>
  )
}

function Reverse({ payment }: { payment: Payment }) {
  const { id: paymentId, amountMinor, currency, allocations } = payment
  const reverse = async () => {
    try {
      await call(paymentsApi.reverse, { params: { paymentId }, body: {} })
      paymentChanged()
      done('The payment was reversed.')
    } catch (error) {
      failed(error)
    }
  }
  const numbers = allocations.map(({ number }) => number)
  const owed =
    numbers.length === 0
      ? ''
      : numbers.length <= 3
        ? ` ${numbers.join(', ')} ${numbers.length === 1 ? 'is' : 'are'} open again.`
        : ` ${count(numbers.length, 'invoice')} are open again.`
  return (
    <Confirm
      consequence={`A payment of ${money(-amountMinor, currency)} is recorded against it.${owed} A receipt that has not gone out yet is stopped. Both stay on record, and this cannot be undone.`}
      verb="Reverse"
      onConfirm={reverse}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          Reverse
        </Button>
      )}
    </Confirm>
  )
}
