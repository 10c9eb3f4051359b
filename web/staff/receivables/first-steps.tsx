import { Group, Text, Title } from '@mantine/core'
import { mdiCheck } from '@mdi/js'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { listOf } from '../../lib/formats.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useMissingDetails } from '../invoices/missing-details.tsx'
import { useMay } from '../session.ts'
import classes from './home.module.css'

/** What a new organization does, in its order. */
export function FirstSteps({ hasCustomers }: { hasCustomers: boolean }) {
  const mayManage = useMay('manager')
  const button = (to: LinkProps['to'], words: string, isMain = false) => (
    <ButtonLink to={to} variant={isMain ? 'filled' : 'default'}>
      {words}
    </ButtonLink>
  )
  return (
    <>
      <div className="page-head">
        <Title order={1}>Receivables</Title>
      </div>
      <Text c="dimmed" maw={640} mb="lg">
        Nothing is owed yet. Here you will see what is owed and since when, what did not arrive, and what goes
        out next. Four steps lead there.
      </Text>
      <ol className={classes.steps}>
        <Step number={1} isDone={hasCustomers} title="Add your customers">
          <Text c="dimmed">
            {hasCustomers
              ? 'You have customers. You can add more at any time.'
              : 'No customers yet. Import them with their contacts from a file, which you can check first, or add them one by one.'}
          </Text>
          {mayManage && (
            <Group gap="xs" mt="sm">
              {button('/import', 'Import customers', !hasCustomers)}
              {button('/customers/new', 'New Customer')}
            </Group>
          )}
        </Step>
        <DetailsStep />
        <Step number={3} isDone={false} title="Write the first invoice">
          <Text c="dimmed">
            It starts as a draft, which nobody else sees, and gets its number when it is sent.
          </Text>
          {mayManage && (
            <Group mt="sm">{button('/receivables/invoices/new', 'New Invoice', hasCustomers)}</Group>
          )}
        </Step>
        <Step number={4} isDone={false} title="Decide who receives what">
          <Text c="dimmed">
            Each contact gets invoices, reminders, receipts and statements as To, as Cc, or not at all.
            Reachability lists the customers for whom nobody would get a document.
          </Text>
          <Group gap="xs" mt="sm">
            {button('/receivables/reachability', 'Reachability')}
            {button('/receivables/reminders', 'Reminders')}
          </Group>
        </Step>
      </ol>
    </>
  )
}

/** What an invoice says about the seller, and what of it is missing. */
function DetailsStep() {
  const missing = useMissingDetails()
  const isOwner = useMay('owner')
  return (
    <Step number={2} isDone={missing?.length === 0} title="Add your details to invoices">
      <Text c="dimmed">
        {missing?.length === 0
          ? 'They show your address and how to pay.'
          : `An invoice says who it is from and how it is paid.${missing ? ` Still missing: ${listOf(missing)}.` : ''}`}
      </Text>
      {isOwner && (
        <Group mt="sm">
          <ButtonLink to="/organization/first-details" variant="default">
            Your details on invoices
          </ButtonLink>
        </Group>
      )}
    </Step>
  )
}

function Step(props: { number: number; isDone: boolean; title: string; children: ReactNode }) {
  const { number, isDone, title, children } = props
  return (
    <li className={classes.step} data-done={isDone || undefined}>
      <span className={classes.stepNumber} aria-hidden="true">
        {isDone ? <Icon path={mdiCheck} size={16} /> : number}
      </span>
      <div>
        <Title order={2}>
          {title}
          {isDone && <span className={classes.doneWord}> · done</span>}
        </Title>
        {children}
      </div>
    </li>
  )
}
