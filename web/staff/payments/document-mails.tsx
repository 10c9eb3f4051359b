import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nothingMailed } from '../../ui/kept-since.tsx'
import { TimelineDelivery } from '../invoices/timeline-delivery.tsx'
import { Section } from '../shell/section.tsx'
import { documentDeliveriesQuery } from './payment-queries.ts'
import classes from './payments.module.css'

/** The mails of a receipt or a statement: what became of each, with every attempt. */
export function DocumentMails({ documentId, title }: { documentId: string; title: string }) {
  const { data, error, refetch } = useQuery(documentDeliveriesQuery(documentId))
  if (error && !data) return <ErrorNotice error={error} retry={refetch} />
  if (!data) return null
  return (
    <Section aria-label={title}>
      <Title order={3}>{title}</Title>
      {data.data.length === 0 ? (
        <span className="muted small">{nothingMailed('Not mailed to anybody.', data.keptSince)}</span>
      ) : (
        <ol className={classes.mails}>
          {data.data.map((delivery) => (
            <TimelineDelivery key={delivery.id} delivery={delivery} />
          ))}
        </ol>
      )}
    </Section>
  )
}
