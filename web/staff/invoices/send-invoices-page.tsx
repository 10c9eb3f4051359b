import { Button, Title } from '@mantine/core'
import { mdiClose, mdiFileDocumentOutline } from '@mdi/js'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  AT_ONCE_MOST,
  type CheckedInvoice,
  invoiceBatchesApi,
} from '../../../server/invoices/invoice-batches.api.ts'
import { call } from '../../lib/client.ts'
import { count } from '../../lib/formats.ts'
import { instantOf } from '../../../server/time/wall-clock.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { Notice } from '../../ui/notice.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import { WhenField } from '../sending/when-field.tsx'
import { changed } from '../stale-queries.ts'
import { checkQuery } from './batch-queries.ts'
import { MissingDetails } from './missing-details.tsx'
import classes from './selection.module.css'
import { keepToSend, readToSend } from './to-send.ts'

/** Before many invoices go out at once: who gets each, and which would reach nobody. */
export function SendInvoicesPage() {
  usePageTitle('Send invoices', 'Portico')
  const [ids, setIds] = useState(() => readToSend().slice(0, AT_ONCE_MOST))
  const { data, error, refetch } = useQuery({ ...checkQuery(ids), placeholderData: keepPreviousData })
  const leaveOut = (id: string) => {
    const rest = ids.filter((one) => one !== id)
    keepToSend(rest)
    setIds(rest)
  }
  const invoices = data?.invoices.filter(({ id }) => ids.includes(id)) ?? []
  return (
    <div className="page medium">
      <AnchorLink to="/receivables/invoices" size="sm" c="dimmed">
        Invoices
      </AnchorLink>
      <Title order={1} mt={4} mb="md">
        Send {count(ids.length, 'invoice')}
      </Title>
      {ids.length === 0 && (
        <Empty icon={mdiFileDocumentOutline} title="No invoice is selected">
          Tick invoices in the list, then send them together.
        </Empty>
      )}
      {ids.length > 0 && !data && !error && <SkeletonRows rows={8} height={52} />}
      {error && <ErrorNotice error={error} retry={refetch} />}
      {data && invoices.length > 0 && <Checked invoices={invoices} leaveOut={leaveOut} />}
    </div>
  )
}

function Checked({ invoices, leaveOut }: { invoices: CheckedInvoice[]; leaveOut: (id: string) => void }) {
  const troubled = invoices.filter(({ trouble }) => trouble !== null)
  const ready = invoices.filter(({ trouble }) => trouble === null)
  const people = new Set(ready.flatMap(({ recipients }) => recipients.map(({ email }) => email))).size
  const drafts = ready.filter(({ status }) => status === 'draft').length
  const again = ready.filter(({ delivery }) => delivery !== 'notSent').length
  return (
    <>
      {troubled.length > 0 && (
        <section aria-labelledby="left-out">
          <Title order={2} id="left-out" mb="xs">
            Left out: {troubled.length.toLocaleString()}
          </Title>
          <Notice tone="attention">
            These are not sent and stay as they are. To send them too, correct what is named below and come
            back here.
          </Notice>
          <Rows invoices={troubled} leaveOut={leaveOut} />
        </section>
      )}
      <section aria-labelledby="to-send">
        <Title order={2} id="to-send" mb="xs">
          To send: {ready.length.toLocaleString()}
        </Title>
        {ready.length > 0 && (
          <p className="muted small">
            {count(ready.length, 'invoice')} to {count(people, 'person', 'people')}.
            {drafts > 0 &&
              ` ${count(drafts, 'draft')} ${drafts === 1 ? 'gets its number' : 'get their numbers'}.`}
            {again > 0 &&
              ` ${again.toLocaleString()} went out before and ${again === 1 ? 'goes' : 'go'} out again.`}
          </p>
        )}
        <MissingDetails drafts={drafts} />
        <Rows invoices={ready} leaveOut={leaveOut} />
      </section>
      <Send ready={ready} />
    </>
  )
}

function Rows({ invoices, leaveOut }: { invoices: CheckedInvoice[]; leaveOut: (id: string) => void }) {
  return (
    <ul className={classes.list}>
      {invoices.map(
        ({ id, number, customerId, customerName, customerNote, recipients, trouble, notPrinted, ...sum }) => (
          <li key={id} className={classes.item}>
            <span>
              <AnchorLink
                to="/receivables/invoices/$invoiceId"
                params={{ invoiceId: id }}
                className={classes.name}
              >
                {number ?? 'Draft'}
              </AnchorLink>{' '}
              <span dir="auto">{customerName}</span>
            </span>
            <span className={trouble ? undefined : 'muted small'}>
              {trouble ? (
                <>
                  {trouble.why}{' '}
                  {trouble.code === 'nobody' && (
                    <AnchorLink
                      underline="always"
                      to="/customers/$customerId/contacts"
                      params={{ customerId }}
                    >
                      Open the contacts
                    </AnchorLink>
                  )}
                </>
              ) : (
                recipients.map(({ name, role }) => (role === 'cc' ? `${name} (Cc)` : name)).join(', ')
              )}
              {notPrinted && <span className={classes.note}>{notPrinted}</span>}
              {customerNote && <OneLine className={classes.note!}>{`Note: ${customerNote}`}</OneLine>}
            </span>
            <span className={classes.amount}>
              <Amount minor={sum.totalMinor} currency={sum.currency} />
            </span>
            <IconAction
              name={`Leave out ${number ?? 'the draft'} for ${customerName}`}
              icon={mdiClose}
              onClick={() => leaveOut(id)}
            />
          </li>
        ),
      )}
    </ul>
  )
}

function Send({ ready }: { ready: CheckedInvoice[] }) {
  const navigate = useNavigate()
  const { data: organization } = useQuery(organizationQuery)
  const timeZone = organization?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const [at, setAt] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)
  const send = async () => {
    setBusy(true)
    setRefusal(null)
    try {
      const batch = await call(invoiceBatchesApi.add, {
        body: {
          invoiceIds: ready.map(({ id }) => id),
          ...(at !== null && { at: instantOf(at, timeZone).toISOString() }),
        },
      })
      keepToSend([])
      void changed('invoiceBatch')
      await navigate({
        to: '/receivables/invoices/sendings/$batchId',
        params: { batchId: batch.id },
        replace: true,
      })
    } catch (trouble) {
      setRefusal(trouble)
      setBusy(false)
    }
  }
  return (
    <>
      <ErrorNotice error={refusal} />
      <div className={classes.foot}>
        <WhenField timeZone={timeZone} at={at} error={undefined} change={setAt} />
        <Button onClick={send} loading={busy} disabled={ready.length === 0}>
          {`Send ${ready.length.toLocaleString()}`}
        </Button>
      </div>
    </>
  )
}
