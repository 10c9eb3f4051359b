import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'
import { daysAfter, todayIn } from '../time/day.ts'
import { readTimeZone } from '../organization/time-zone.ts'
import { countUpcoming } from '../reminders/count-upcoming.ts'
import { readReminderSettings } from '../reminders/reminder-settings.ts'
import type { ReminderSettings, ReminderStep } from '../reminders/reminders.api.ts'
import type { Failing, FoundNobody, NotDelivered } from './home.api.ts'
import { whyUnreachable } from './list-unreachable.ts'

const SHOWN = 10
/** Failures that were made good are left out; of a customer with many at once, the newest is shown. */
const LOOKED_AT_MOST = 500
const DAYS_AHEAD = 7

/** What went wrong with mail and needs somebody, and what goes out in the next days. */
export async function mailOverview(scope: ReadingNow) {
  const timeZone = await readTimeZone(scope)
  const settings = await readReminderSettings(scope)
  const failed = await listNotDelivered(scope)
  return {
    notDelivered: failed.slice(0, SHOWN),
    hasMoreNotDelivered: failed.length > SHOWN,
    foundNobody: await listFoundNobody(scope, timeZone),
    failing: await listFailing(scope, settings.on),
    remindersOn: settings.on,
    nextDays: await nextDays(scope, settings, timeZone),
  }
}

type FailedRow = Omit<NotDelivered, 'remedy' | 'reason'> & {
  state: 'failed' | 'bounced'
  reason: string | null
  addressBounced: boolean
  contactActive: boolean | null
}

async function listNotDelivered({ db, organizationId }: Reading): Promise<NotDelivered[]> {
  const { rows } = await sql<FailedRow>`
    select d.id as "deliveryId", d.document_kind as kind, d.invoice_id as "invoiceId", i.number as "invoiceNumber",
      d.customer_id as "customerId", u.name as "customerName", d.contact_id as "contactId",
      person_name(p.first_name, p.last_name, p.email) as "personName", d.address as to,
      coalesce(d.finished_at, d.created_at) as at, d.state, d.reason,
      p.email_bounced_at is not null as "addressBounced", k.active as "contactActive",
      exists (
        select from deliveries g where g.organization_id = d.organization_id and g.document_id = d.document_id
          and g.document_kind = d.document_kind and g.created_at = d.created_at and g.state = 'sent') as "othersGotIt"
    from (
      select * from deliveries
      where organization_id = ${organizationId} and document_id is not null and state in ('failed', 'bounced')
      order by id desc limit ${LOOKED_AT_MOST}) d
    left join invoices i on i.organization_id = d.organization_id and i.id = d.invoice_id
    left join customers u on u.organization_id = d.organization_id and u.id = d.customer_id
    left join people p on p.organization_id = d.organization_id and p.id = d.person_id
    left join contacts k on k.organization_id = d.organization_id and k.id = d.contact_id
    where (i.id is null or (i.state = 'sent' and i.paid_minor < i.total_minor))
      and not exists (
        select from deliveries n where n.organization_id = d.organization_id and n.document_id = d.document_id
          and n.document_kind = d.document_kind and n.id > d.id and n.state <> 'cancelled'
          and ((n.state = 'sent' and n.created_at > d.created_at)
            or coalesce(n.contact_id::text, n.address) = coalesce(d.contact_id::text, d.address)))
    order by d.id desc limit ${SHOWN + 1}`.execute(db)
  return rows.map(({ state, addressBounced, contactActive, reason, ...row }) => ({
    ...row,
    reason: reason ?? (state === 'bounced' ? 'It bounced.' : 'Portico gave up trying.'),
    remedy:
      !row.contactId || !contactActive ? 'sendToAnother' : addressBounced ? 'correctAddress' : 'sendAgain',
  }))
}

interface NobodyRow {
  invoiceId: string
  number: string
  customerId: string
  customerName: string
  audience: ReminderStep['audience']
  at: string
}

/** By customer, the newest first. A reader who would be reached by now is left out. */
async function listFoundNobody(scope: ReadingNow, timeZone: string): Promise<FoundNobody[]> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<NobodyRow>`
    select i.id as "invoiceId", i.number, i.customer_id as "customerId", u.name as "customerName", t.audience, s.at
    from (
      select invoice_id, step_id, at from reminder_sendings
      where organization_id = ${organizationId} and outcome = 'nobody'
      order by at desc limit ${LOOKED_AT_MOST}) s
    join invoices i on i.organization_id = ${organizationId} and i.id = s.invoice_id
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    join reminder_steps t on t.organization_id = i.organization_id and t.id = s.step_id
    where i.state = 'sent' and i.paid_minor < i.total_minor and u.active
    order by s.at desc`.execute(db)
  const candidates = await readCandidatesOf(
    scope,
    rows.map(({ customerId }) => customerId),
  )
  const found = new Map<string, FoundNobody>()
  for (const { customerId, customerName, audience, at, invoiceId, number } of rows) {
    const theirs = candidates.get(customerId)?.candidates ?? []
    const document = { kind: 'reminders' as const, customerActive: true, audience, now, timeZone }
    if (receiving(recipients(document, theirs)).length > 0) continue
    const one = found.get(customerId) ?? {
      customerId,
      customerName,
      why: whyUnreachable('reminders', theirs),
      at,
      invoices: [],
    }
    if (!one.invoices.some(({ id }) => id === invoiceId)) one.invoices.push({ id: invoiceId, number })
    found.set(customerId, one)
  }
  return [...found.values()].slice(0, SHOWN)
}

/** After a week without another try it is in the past: its day is over, or it is no longer wanted. */
const TRIED_WITHIN_DAYS = 7

async function listFailing(
  { db, organizationId, now }: ReadingNow,
  remindersOn: boolean,
): Promise<Failing[]> {
  const { rows } = await sql<Failing>`
    select f.work, f.invoice_id as "invoiceId", i.number as "invoiceNumber", u.id as "customerId",
      u.name as "customerName", f.since, f.times
    from failing_work f
    left join invoices i on i.organization_id = f.organization_id and i.id = f.invoice_id
    left join customers u on u.organization_id = f.organization_id and u.id = coalesce(f.customer_id, i.customer_id)
    where f.organization_id = ${organizationId} and f.tried_at > ${now}::timestamptz - ${TRIED_WITHIN_DAYS} * interval '1 day'
      and (f.work <> 'reminders' or ${remindersOn})
      and (i.id is null or (i.state = 'sent' and i.paid_minor < i.total_minor))
    order by f.since desc, f.subject_id limit ${SHOWN}`.execute(db)
  return rows
}

async function nextDays(scope: ReadingNow, settings: ReminderSettings, timeZone: string) {
  const { db, organizationId, now } = scope
  const today = todayIn(timeZone, now)
  const until = daysAfter(today, DAYS_AHEAD - 1)
  const reminders = await countUpcoming(scope, settings, timeZone, { today, until })
  const { rows: scheduled } = await sql<{ date: string; count: number }>`
    select (not_before at time zone ${timeZone})::date as date, count(*) as count from deliveries
    where organization_id = ${organizationId} and state = 'queued' and not_before > ${now}
      and not_before < (${until}::date + 1)::timestamp at time zone ${timeZone}
    group by 1`.execute(db)
  return Array.from({ length: DAYS_AHEAD }, (_, ahead) => {
    const date = daysAfter(today, ahead)
    return {
      date,
      reminders: reminders.get(date) ?? 0,
      scheduled: scheduled.find((row) => row.date === date)?.count ?? 0,
    }
  })
}
