import { Button, Skeleton, Text } from '@mantine/core'
import { mdiChevronLeft, mdiFileDocumentRemoveOutline, mdiTrayArrowDown } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type PortalInvoice, portalInvoicesApi } from '../../../server/invoices/portal-invoices.api.ts'
import { addressOf } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { portal, useDoor } from '../portal.ts'
import { Page } from '../shell/page.tsx'
import { HowToPay } from './how-to-pay.tsx'
import { InvoicePaper } from './invoice-paper.tsx'
import classes from './invoice-page.module.css'
import { invoiceQuery } from './invoice-queries.ts'
import { isOpen, stateNames, stateSentence, stateWords } from './invoice-words.ts'
import { useSeen } from './use-seen.ts'

/** One invoice: what is to be paid, how, and what for. */
export function InvoicePage() {
  const { invoiceId } = useParams({ from: '/shell/invoices/$invoiceId' })
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId))
  if (hasStatus(error, 404) || hasStatus(error, 400)) return <NotHere />
  if (invoice) return <Loaded key={invoice.id} invoice={invoice} />
  return (
    <Framed title="Invoice">
      {error ? (
        <div className={classes.error}>
          <ErrorNotice error={error} retry={() => void refetch()} />
        </div>
      ) : (
        <div role="status" aria-label="Loading" className={classes.loading}>
          <Skeleton height={20} width="60%" />
          <Skeleton height={42} width={180} />
          <Skeleton height={320} />
        </div>
      )}
    </Framed>
  )
}

function Loaded({ invoice }: { invoice: PortalInvoice }) {
  useSeen(invoice.id)
  const { number, customerName, revision, disputed } = invoice
  const params = { portal, invoiceId: invoice.id }
  return (
    <Framed
      title={`Invoice ${number}`}
      heading={
        <>
          Invoice <bdi>{number}</bdi>
        </>
      }
    >
      <Text c="dimmed" className="dotted">
        <bdi>{customerName}</bdi>
        {revision > 1 && <span>Revision {revision}</span>}
      </Text>
      <div className={classes.state}>
        <StatusBadge tone={stateWords(invoice).tone}>{stateNames[invoice.status]}</StatusBadge>
        {disputed && <StatusBadge tone="wait">Disputed</StatusBadge>}
      </div>
      <Text className={`${classes.sentence} numbers`}>{stateSentence(invoice)}</Text>
      <Button
        component="a"
        href={addressOf(portalInvoicesApi.pdf, { params })}
        download
        leftSection={<Icon path={mdiTrayArrowDown} size={18} />}
      >
        Download PDF
      </Button>
      <div className={classes.columns}>
        {isOpen(invoice) && <HowToPay invoice={invoice} />}
        <InvoicePaper invoice={invoice} />
      </div>
    </Framed>
  )
}

function Framed({ title, heading, children }: { title: string; heading?: ReactNode; children: ReactNode }) {
  return (
    <>
      <Link to="/" activeOptions={{ exact: true }} className={classes.back}>
        <Icon path={mdiChevronLeft} size={18} /> All invoices
      </Link>
      <Page title={title} heading={heading}>
        {children}
      </Page>
    </>
  )
}

/** A draft, another customer's, or nobody's: all the same to anyone who asks. */
function NotHere() {
  const { name } = useDoor()
  return (
    <Page title="There is no such invoice here" heading="Invoice">
      <Empty
        icon={mdiFileDocumentRemoveOutline}
        title="There is no such invoice here"
        action={<AnchorLink to="/">See your invoices</AnchorLink>}
      >
        It may belong to a company that you are no longer a contact of, or the address is incomplete. If you
        need it, ask <bdi>{name}</bdi>.
      </Empty>
    </Page>
  )
}
