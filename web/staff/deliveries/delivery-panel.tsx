import { Button, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { deliveriesApi, type DeliveryDetails } from '../../../server/mail/deliveries/deliveries.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { WhenRead } from '../../ui/when-read.tsx'
import { ScheduledTime } from '../sending/scheduled-time.tsx'
import { useMay } from '../session.ts'
import { Panel } from '../shell/panel.tsx'
import { Section } from '../shell/section.tsx'
import { changed } from '../stale-queries.ts'
import { Attempt } from './attempt.tsx'
import { deliveryQuery } from './delivery-queries.ts'
import { eventWords, isScheduled, outcomeTones, roleWords, shownState } from './delivery-words.ts'

/** What became of one message: each attempt in plain words, and Send again where that makes sense. */
export function DeliveryPanel() {
  const { deliveryId } = useParams({ from: '/shell/deliveries/$deliveryId' })
  const query = useQuery(deliveryQuery(deliveryId))
  const delivery = query.data
  const navigate = useNavigate()
  const close = () => navigate({ to: '/deliveries', search: true, resetScroll: false })
  return (
    <Panel label="Delivery" title={delivery?.subject ?? 'Delivery'} lead={delivery?.what} close={close}>
      <WhenRead query={query} rows={6} height={36}>
        {(delivery) => <Details key={delivery.id} delivery={delivery} />}
      </WhenRead>
    </Panel>
  )
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  const { word, tone } = shownState(delivery)
  const { customerId, contactId, customerName, personName, role, invoiceId, scheduledFor } = delivery
  return (
    <>
      <Facts>
        <Fact name="Status">
          <StatusBadge tone={tone}>{word}</StatusBadge>
          {delivery.reason && <div>{delivery.reason}</div>}
        </Fact>
        <Fact name={role ? roleWords[role] : 'To'}>{delivery.to}</Fact>
        <Fact name="About">
          {invoiceId && (
            <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId }}>
              Open the invoice
            </AnchorLink>
          )}
        </Fact>
        <Fact name="Contact">
          {personName && customerId && contactId ? (
            <AnchorLink to="/customers/$customerId/contacts/$contactId" params={{ customerId, contactId }}>
              {personName}, {customerName}
            </AnchorLink>
          ) : (
            personName
          )}
        </Fact>
        <Fact name="Created">
          <When at={delivery.createdAt} />
        </Fact>
        <Fact name={isScheduled(scheduledFor) ? 'Scheduled for' : 'Next try'}>
          {isScheduled(scheduledFor) ? (
            <ScheduledTime at={scheduledFor} />
          ) : (
            delivery.nextTryAt && <When at={delivery.nextTryAt} />
          )}
        </Fact>
        <Fact name="Finished">{delivery.finishedAt && <When at={delivery.finishedAt} />}</Fact>
      </Facts>
      <Remedy delivery={delivery} />
      {!delivery.textKept && (
        <p role="note">
          The text of this message is no longer kept, so it cannot be sent again. What became of it still is.
        </p>
      )}
      <SendAgain delivery={delivery} />
      {delivery.reports.length > 0 && (
        <Section>
          <Title order={3}>What was reported</Title>
          <ol>
            {delivery.reports.map(({ event, at, sentence, reason }) => (
              <Attempt
                key={event}
                name={eventWords[event].word}
                tone={eventWords[event].tone}
                at={at}
                said={reason}
              >
                {sentence}
              </Attempt>
            ))}
          </ol>
        </Section>
      )}
      <Section>
        <Title order={3}>Attempts</Title>
        {delivery.attempts.length === 0 ? (
          'None yet.'
        ) : (
          <ol>
            {delivery.attempts.map(({ number, at, outcome, sentence, reply }) => (
              <Attempt
                key={number}
                name={`Attempt ${number}`}
                tone={outcomeTones[outcome]}
                at={at}
                said={reply}
              >
                {sentence}
              </Attempt>
            ))}
          </ol>
        )}
      </Section>
    </>
  )
}

/** What to do about an address that does not work, where staff find out. */
function Remedy({
  delivery: { addressBounced, customerId, contactId, personName },
}: {
  delivery: DeliveryDetails
}) {
  if (!addressBounced || !customerId || !contactId) return null
  return (
    <p role="note">
      Mail to this address bounces, so no document is sent to it. Correct the address in{' '}
      <AnchorLink to="/customers/$customerId/contacts/$contactId" params={{ customerId, contactId }}>
        the details of {personName}
      </AnchorLink>
      , or mark it there as working.
    </p>
  )
}

function SendAgain({ delivery }: { delivery: DeliveryDetails }) {
  const navigate = useNavigate()
  const mayManage = useMay('manager')
  const sendAgain = useMutation({
    mutationFn: () => call(deliveriesApi.sendAgain, { params: { deliveryId: delivery.id } }),
    onSuccess: async (sent) => {
      queryClient.setQueryData(deliveryQuery(sent.id).queryKey, sent)
      void changed('delivery')
      done(`The e-mail is on its way to ${sent.to}.`)
      await navigate({
        to: '/deliveries/$deliveryId',
        params: { deliveryId: sent.id },
        search: true,
        resetScroll: false,
      })
    },
  })
  if (!mayManage || !delivery.canSendAgain) return null
  return (
    <>
      <Button mt="sm" variant="default" loading={sendAgain.isPending} onClick={() => sendAgain.mutate()}>
        Send again
      </Button>
      <ErrorNotice error={sendAgain.error} />
    </>
  )
}
