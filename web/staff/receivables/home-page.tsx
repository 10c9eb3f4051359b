import { SegmentedControl, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OwedInCurrency } from '../../../server/receivables/home.api.ts'
import { count } from '../../lib/formats.ts'
import { choiceFieldLater } from '../../ui/choice-field-later.tsx'
import { Amount } from '../../ui/amount.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { AgeingChart } from './ageing-chart.tsx'
import { FirstSteps } from './first-steps.tsx'
import classes from './home.module.css'
import { mailOverviewQuery, type Owed, owedQuery } from './home-queries.ts'
import { FailingCards, FoundNobodyCards, NotDeliveredCards } from './mail-troubles.tsx'
import { NextDays } from './next-days.tsx'
import { OwesMost } from './owes-most.tsx'

/** Receivables: what is owed and since when, what did not arrive, and what goes out next. */
export function HomePage() {
  usePageTitle('Receivables', 'Portico')
  const { data, error, refetch } = useQuery(owedQuery)
  return (
    <div className="page">
      {error && !data && <ErrorNotice error={error} retry={refetch} />}
      {!data && !error && <HomeSkeleton />}
      {data && !data.hasInvoices && <FirstSteps hasCustomers={data.hasCustomers} />}
      {data?.hasInvoices && (
        <>
          <OwedPart owed={data} />
          <MailPart />
        </>
      )}
    </div>
  )
}

function OwedPart({ owed }: { owed: Owed }) {
  const [wanted, setWanted] = useState<string>()
  const shown = owed.currencies.find(({ currency }) => currency === wanted) ?? owed.currencies[0]
  return (
    <>
      <div className="page-head">
        <Title order={1}>Receivables</Title>
        {shown && owed.currencies.length > 1 && (
          <CurrencySwitch owed={owed} value={shown.currency} onChange={setWanted} />
        )}
      </div>
      {shown ? (
        <div className={classes.owed}>
          <section className={classes.card} aria-label="What is owed">
            <Figures of={shown} />
            <AgeingChart of={shown} />
          </section>
          <section className={classes.card} aria-labelledby="owes-most">
            <Title order={2} id="owes-most">
              Who owes most
            </Title>
            <OwesMost of={shown} />
          </section>
        </div>
      ) : (
        <section className={classes.card} aria-label="What is owed">
          <Title order={2}>Nothing is owed</Title>
          <Text c="dimmed">Every invoice that was sent is paid or void.</Text>
        </section>
      )}
    </>
  )
}

function Figures({ of }: { of: OwedInCurrency }) {
  return (
    <div className={classes.figures}>
      <div>
        <div className="muted small">Open</div>
        <div className={classes.figure}>
          <Amount minor={of.openMinor} currency={of.currency} />
        </div>
        <div className="muted small">{count(of.openCount, 'invoice')}</div>
      </div>
      <div>
        <div className="muted small">Overdue</div>
        <div className={classes.figure} data-late={of.overdueCount > 0 || undefined}>
          <Amount minor={of.overdueMinor} currency={of.currency} />
        </div>
        <div className="muted small">
          {of.overdueCount === 0 ? 'Nothing is overdue' : count(of.overdueCount, 'invoice')}
        </div>
      </div>
    </div>
  )
}

const SEGMENTS_MOST = 4
const CurrencyField = choiceFieldLater(36)

function CurrencySwitch(props: { owed: Owed; value: string; onChange: (code: string) => void }) {
  const { owed, value, onChange } = props
  const codes = owed.currencies.map(({ currency }) => currency)
  if (codes.length <= SEGMENTS_MOST)
    return <SegmentedControl aria-label="Currency" data={codes} value={value} onChange={onChange} size="xs" />
  return (
    <CurrencyField
      aria-label="Currency"
      noun="currency"
      w={170}
      data={owed.currencies.map(({ currency, overdueCount }) => ({
        value: currency,
        label: overdueCount === 0 ? currency : `${currency} · ${overdueCount.toLocaleString()} overdue`,
      }))}
      value={value}
      onChange={(code) => code && onChange(code)}
    />
  )
}

function MailPart() {
  const { data, error, refetch } = useQuery(mailOverviewQuery)
  if (error && !data) return <ErrorNotice error={error} retry={refetch} />
  return (
    <div className={classes.mail}>
      <section className={classes.card} aria-labelledby="not-delivered">
        <Title order={2} id="not-delivered">
          Not delivered
        </Title>
        {data ? <NotDeliveredCards mail={data} /> : <Lines />}
        {data && data.foundNobody.length > 0 && <FoundNobodyCards rows={data.foundNobody} />}
        {data && data.failing.length > 0 && <FailingCards rows={data.failing} />}
      </section>
      <section className={classes.card} aria-labelledby="next-days">
        <Title order={2} id="next-days">
          Goes out next
        </Title>
        {data ? <NextDays mail={data} /> : <Lines />}
      </section>
    </div>
  )
}

function HomeSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <div className="page-head">
        <Title order={1}>Receivables</Title>
      </div>
      <div className={classes.owed}>
        <div className={classes.card}>
          <Skeleton height={76} width="60%" mb="lg" />
          <Skeleton height={270} />
        </div>
        <div className={classes.card}>
          <Skeleton height={20} width="50%" mb="md" />
          <Skeleton height={300} />
        </div>
      </div>
      <div className={classes.mail}>
        <Skeleton height={220} />
        <Skeleton height={220} />
      </div>
    </div>
  )
}

function Lines() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={150} mt="sm" />
    </div>
  )
}
