import { Button, Collapse, UnstyledButton } from '@mantine/core'
import { mdiChevronDown, mdiChevronRight } from '@mdi/js'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { deliveriesApi, type Delivery } from '../../../server/mail/deliveries/deliveries.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { done, failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { deliveryQuery } from '../deliveries/delivery-queries.ts'
import { eventWords, outcomeTones, roleWords, shownState } from '../deliveries/delivery-words.ts'
import { ServerWords } from '../deliveries/server-words.tsx'
import { ScheduledTime } from '../sending/scheduled-time.tsx'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'
import classes from './timeline.module.css'

/** One mail to one recipient: what became of it, with every attempt and the server's own words when opened. */
export function TimelineDelivery({ delivery }: { delivery: Delivery }) {
  const [isOpen, setIsOpen] = useState(false)
  const details = useId()
  const { word, tone } = shownState(delivery)
  const { kind, role, personName, to, reason, attemptCount, scheduledFor, finishedAt, createdAt } = delivery
  return (
    <li className={classes.event}>
      <div className={classes.what}>
        <div className={classes.mail}>
          <StatusBadge tone={tone}>{word}</StatusBadge>
          <span>
            {kind === 'invoice' ? '' : `${delivery.what} `}
            {role ? roleWords[role] : 'To'} <span className={classes.strong}>{personName || to}</span>
          </span>
        </div>
        {personName && personName !== to && <div className="muted">{to}</div>}
        {reason && <div>{reason}</div>}
        {word === 'Scheduled' && scheduledFor && (
          <div>
            Goes out <ScheduledTime at={scheduledFor} />
          </div>
        )}
        <Remedy delivery={delivery} />
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={details}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon path={isOpen ? mdiChevronDown : mdiChevronRight} size={16} />
          {attemptCount === 0 ? 'No attempt yet' : count(attemptCount, 'attempt')}
        </UnstyledButton>
        <Collapse expanded={isOpen} id={details} transitionDuration={0}>
          {isOpen && <Attempts deliveryId={delivery.id} />}
        </Collapse>
      </div>
      <span className={classes.when}>
        <When at={finishedAt ?? createdAt} />
      </span>
    </li>
  )
}

/** What to do about a mail that did not arrive, where staff find out. */
function Remedy({
  delivery: { id, state, customerId, contactId, personName, canSendAgain },
}: {
  delivery: Delivery
}) {
  const mayManage = useMay('manager')
  const sendAgain = useMutation({
    mutationFn: () => call(deliveriesApi.sendAgain, { params: { deliveryId: id } }),
    onSuccess: (sent) => {
      void changed('invoice')
      done(`The e-mail is on its way to ${sent.to}.`)
    },
    onError: failed,
  })
  if (state !== 'failed' && state !== 'bounced') return null
  return (
    <div className={classes.remedy}>
      {customerId && contactId && (
        <AnchorLink to="/customers/$customerId/contacts/$contactId" params={{ customerId, contactId }}>
          Correct the address of {personName}
        </AnchorLink>
      )}
      {mayManage && canSendAgain && (
        <Button
          variant="default"
          size="compact-xs"
          loading={sendAgain.isPending}
          onClick={() => sendAgain.mutate()}
        >
          Send again
        </Button>
      )}
    </div>
  )
}

function Attempts({ deliveryId }: { deliveryId: string }) {
  const { data, error, refetch } = useQuery(deliveryQuery(deliveryId))
  if (error && !data) return <ErrorNotice error={error} retry={refetch} />
  if (!data) return <p className="muted">Loading…</p>
  return (
    <ol className={classes.attempts}>
      {data.reports.map(({ event, at, sentence, reason }) => (
        <li key={event}>
          <StatusBadge tone={eventWords[event].tone}>{eventWords[event].word}</StatusBadge> <When at={at} />
          <div>{sentence}</div>
          <ServerWords>{reason}</ServerWords>
        </li>
      ))}
      {data.attempts.map(({ number, outcome, at, sentence, reply }) => (
        <li key={number}>
          <StatusBadge tone={outcomeTones[outcome]}>{`Attempt ${number}`}</StatusBadge> <When at={at} />
          <div>{sentence}</div>
          <ServerWords>{reply}</ServerWords>
        </li>
      ))}
      <li>
        <AnchorLink to="/deliveries/$deliveryId" params={{ deliveryId }}>
          Open the delivery
        </AnchorLink>
      </li>
    </ol>
  )
}
