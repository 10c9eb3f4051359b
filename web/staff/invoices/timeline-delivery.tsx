import { Anchor, Collapse, UnstyledButton } from '@mantine/core'
import { mdiChevronDown, mdiChevronRight } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { Delivery } from '../../../server/mail/deliveries.api.ts'
import { count } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { deliveryQuery } from '../deliveries/delivery-queries.ts'
import { eventWords, outcomeTones, roleWords, shownState } from '../deliveries/delivery-words.ts'
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
        {personName && <div className={classes.quiet}>{to}</div>}
        {reason && <div>{reason}</div>}
        {word === 'Scheduled' && scheduledFor && (
          <div>
            Goes out <When at={scheduledFor} />
          </div>
        )}
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

function Attempts({ deliveryId }: { deliveryId: string }) {
  const { data, error, refetch } = useQuery(deliveryQuery(deliveryId))
  if (error && !data) return <ErrorNotice error={error} retry={refetch} />
  if (!data) return <p className={classes.quiet}>Reading…</p>
  return (
    <ol className={classes.attempts}>
      {data.reports.map(({ event, at, sentence, reason }) => (
        <li key={event}>
          <StatusBadge tone={eventWords[event].tone}>{eventWords[event].word}</StatusBadge> <When at={at} />
          <div>{sentence}</div>
          {reason && <p className={classes.reply}>{reason}</p>}
        </li>
      ))}
      {data.attempts.map(({ number, outcome, at, sentence, reply }) => (
        <li key={number}>
          <StatusBadge tone={outcomeTones[outcome]}>{`Attempt ${number}`}</StatusBadge> <When at={at} />
          <div>{sentence}</div>
          {reply && <p className={classes.reply}>{reply}</p>}
        </li>
      ))}
      <li>
        <Anchor component={Link} {...({ to: '/deliveries/$deliveryId', params: { deliveryId } } as object)}>
          Open the delivery
        </Anchor>
      </li>
    </ol>
  )
}
