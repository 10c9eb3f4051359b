import { sql } from 'kysely'
import { readCustomer } from '../customers/customer.ts'
import type { Customer } from '../customers/customers.api.ts'
import { violates } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { refuseUnknownPlaceholders } from '../documents/refuse-placeholders.ts'
import { defaultTemplates } from '../documents/templates.ts'
import { InvalidRequest, NotFound, Problem, StaleVersion } from '../http/problems.ts'
import { lockInvoicingSettings } from '../invoices/invoicing-settings.ts'
import { todayOf } from '../organization/time-zone.ts'
import { differences, record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import type { NewReminderStep, ReminderSettings, ReminderStep, ReminderStepChange } from './reminders.api.ts'

export async function readReminderSettings(scope: Reading): Promise<ReminderSettings> {
  const [settings, steps] = [await readRow(scope), await readSteps(scope)]
  return { ...settings, steps }
}

export async function readSteps({ db, organizationId }: Reading): Promise<ReminderStep[]> {
  return db
    .selectFrom('reminder_steps')
    .select(['id', 'days', 'audience', 'subject', 'message', 'version'])
    .where('organization_id', '=', organizationId)
    .where('active', '=', true)
    .orderBy('days')
    .execute()
}

export function changeReminderSettings(
  scope: Scope,
  version: number,
  change: {
    on?: boolean | undefined
    sendFromHour?: number | undefined
    sendUntilHour?: number | undefined
  },
): Promise<ReminderSettings> {
  const { organizationId, now } = scope
  return inTransaction(scope, async (tx) => {
    await lockInvoicingSettings(tx)
    const before = await readRow(tx)
    if (before.version !== version) throw new StaleVersion()
    const on = change.on ?? before.on
    const onSince = on ? (before.onSince ?? (await todayOf(tx))) : null
    const after = {
      on,
      onSince,
      sendFromHour: change.sendFromHour ?? before.sendFromHour,
      sendUntilHour: change.sendUntilHour ?? before.sendUntilHour,
    }
    if (after.sendFromHour >= after.sendUntilHour)
      throw new InvalidRequest([{ pointer: '/sendUntilHour', detail: 'Use an hour after the first one.' }])
    await tx.db
      .updateTable('invoicing_settings')
      .set({
        reminders_on: on,
        reminders_on_since: onSince,
        send_from_hour: after.sendFromHour,
        send_until_hour: after.sendUntilHour,
        version: version + 1,
        updated_at: now,
      })
      .where('organization_id', '=', organizationId)
      .execute()
    if (on && (await readSteps(tx)).length === 0) await makeLadder(tx)
    const { version: _, ...was } = before
    await record(tx, { action: 'reminders.changed', changes: differences(was, after) })
    return readReminderSettings(tx)
  })
}

export async function addStep(scope: Scope, body: NewReminderStep): Promise<ReminderStep> {
  refuseUnknownPlaceholders(body, 'reminder')
  const id = newId()
  return inTransaction(scope, async (tx) => {
    await insertStep(tx, id, body)
    await record(tx, {
      action: 'reminders.step-added',
      changes: { days: { new: body.days }, audience: { new: body.audience } },
    })
    return readStep(tx, id)
  })
}

export async function changeStep(
  scope: Scope,
  stepId: string,
  version: number,
  change: ReminderStepChange,
): Promise<ReminderStep> {
  const { organizationId, now } = scope
  refuseUnknownPlaceholders(change, 'reminder')
  return inTransaction(scope, async (tx) => {
    const before = await readStep(tx, stepId)
    if (before.version !== version) throw new StaleVersion()
    const changes = differences<object>(before, change)
    if (Object.keys(changes).length === 0) return before
    const { days, audience, subject, message } = { ...before, ...defined(change) }
    const { numAffectedRows } = await dayTaken(
      sql`
        update reminder_steps set days = ${days}, audience = ${audience}, subject = ${subject}, message = ${message},
          version = version + 1, updated_at = ${now}
        where organization_id = ${organizationId} and id = ${stepId} and active and version = ${version}`.execute(
        tx.db,
      ),
    )
    if (!numAffectedRows) throw new StaleVersion()
    await record(tx, { action: 'reminders.step-changed', changes })
    return readStep(tx, stepId)
  })
}

export async function removeStep(scope: Scope, stepId: string): Promise<void> {
  const { organizationId, now } = scope
  await inTransaction(scope, async (tx) => {
    const { days } = await readStep(tx, stepId)
    await sql`
      update reminder_steps set active = false, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${stepId}`.execute(tx.db)
    await record(tx, {
      action: 'reminders.step-removed',
      changes: { days: { old: days } },
    })
  })
}

/** Reminders to a customer wait until staff resume them; what waits in the outbox is cancelled. */
export function pauseCustomer(scope: Scope, customerId: string, paused: boolean): Promise<Customer> {
  const { organizationId, now } = scope
  return inTransaction(scope, async (tx) => {
    const { numAffectedRows } = await sql`
      update customers set reminders_paused = ${paused}, version = version + 1, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${customerId} and reminders_paused <> ${paused}`.execute(
      tx.db,
    )
    if (numAffectedRows) {
      if (paused)
        await cancelLettersOfDocument(tx, { customerId, kinds: ['reminder'] }, 'reminders were paused')
      await record(tx, {
        action: paused ? 'customer.reminders-paused' : 'customer.reminders-resumed',
        customerId,
      })
    }
    return readCustomer(tx, customerId)
  })
}

const LADDER: { days: number; subject: string; message: string }[] = [
  {
    days: -3,
    subject: 'Invoice {number} is due on {due date}',
    message:
      'Hello {contact},\n\nInvoice {number} for {customer}, {amount due}, is due on {due date}. If your payment is on its way, there is nothing more to do.\n\n{organization}',
  },
  {
    days: 0,
    subject: 'Invoice {number} is due today',
    message:
      'Hello {contact},\n\nInvoice {number} for {customer}, {amount due}, is due today.\n\n{organization}',
  },
  { days: 7, ...defaultTemplates.reminder },
  {
    days: 21,
    subject: 'Invoice {number} is {days overdue} days overdue',
    message:
      'Hello {contact},\n\nInvoice {number} for {customer} was due on {due date}, and {amount due} is still open. Please pay it in the next few days, or tell us if something is holding it up.\n\n{organization}',
  },
]

type Ladder = Pick<InTransaction, 'db' | 'organizationId' | 'now'>

export async function makeLadder(tx: Ladder) {
  for (const step of LADDER) await insertStep(tx, newId(), { ...step, audience: 'subscribers' })
}

async function insertStep({ db, organizationId, now }: Ladder, id: string, step: NewReminderStep) {
  await dayTaken(
    db
      .insertInto('reminder_steps')
      .values({ organization_id: organizationId, id, ...step, created_at: now, updated_at: now })
      .execute(),
  )
}

async function dayTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (violates(error, 'reminder_steps_one_a_day')) throw new DayTaken()
    throw error
  }
}

async function readStep({ db, organizationId }: Reading, stepId: string): Promise<ReminderStep> {
  const step = await db
    .selectFrom('reminder_steps')
    .select(['id', 'days', 'audience', 'subject', 'message', 'version'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', stepId)
    .where('active', '=', true)
    .executeTakeFirst()
  if (!step) throw new NotFound('step')
  return step
}

async function readRow({ db, organizationId }: Reading): Promise<Omit<ReminderSettings, 'steps'>> {
  const { rows } = await sql<Omit<ReminderSettings, 'steps'>>`
    select reminders_on as on, reminders_on_since as "onSince", send_from_hour as "sendFromHour",
      send_until_hour as "sendUntilHour", version
    from invoicing_settings where organization_id = ${organizationId}`.execute(db)
  return rows[0] ?? { on: false, onSince: null, sendFromHour: 9, sendUntilHour: 17, version: 1 }
}

const defined = <T extends object>(given: T) =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<ReminderStep>

/** Two reminders of one invoice on one day would be one too many. */
export class DayTaken extends Problem {
  constructor() {
    const detail = 'There is a step on this day already. Change that one, or choose another day.'
    super(409, 'day-taken', 'There is a step on this day', detail, {
      errors: [{ pointer: '/days', detail }],
    })
  }
}
