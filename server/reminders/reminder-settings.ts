import { sql } from 'kysely'
import { readCustomer } from '../customers/customer.ts'
import type { Customer } from '../customers/customers.api.ts'
import { transaction, violates, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { refuseUnknownPlaceholders } from '../documents/refuse-placeholders.ts'
import { defaultTemplates } from '../documents/templates.ts'
import { InvalidRequest, NotFound, Problem, StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import { lockInvoicingSettings } from '../invoices/invoicing-settings.ts'
import { todayOf } from '../organization/time-zone.ts'
import { differences, record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { cancelLettersOfDocument } from '../mail/outbox/post.ts'
import type { NewReminderStep, ReminderSettings, ReminderStep, ReminderStepChange } from './reminders.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }

export async function readReminderSettings(db: Db, organizationId: string): Promise<ReminderSettings> {
  const [settings, steps] = [await readRow(db, organizationId), await readSteps(db, organizationId)]
  return { ...settings, steps }
}

export async function readSteps(db: Db, organizationId: string): Promise<ReminderStep[]> {
  return db
    .selectFrom('reminder_steps')
    .select(['id', 'days', 'audience', 'subject', 'message', 'version'])
    .where('organization_id', '=', organizationId)
    .where('active', '=', true)
    .orderBy('days')
    .execute()
}

export function changeReminderSettings(
  { db, staff, now, version }: Call & { version: number },
  change: {
    on?: boolean | undefined
    sendFromHour?: number | undefined
    sendUntilHour?: number | undefined
  },
): Promise<ReminderSettings> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    await lockInvoicingSettings(tx, organizationId, now)
    const before = await readRow(tx, organizationId)
    if (before.version !== version) throw new StaleVersion()
    const on = change.on ?? before.on
    const onSince = on ? (before.onSince ?? (await todayOf({ db: tx, organizationId, now }))) : null
    const after = {
      on,
      onSince,
      sendFromHour: change.sendFromHour ?? before.sendFromHour,
      sendUntilHour: change.sendUntilHour ?? before.sendUntilHour,
    }
    if (after.sendFromHour >= after.sendUntilHour)
      throw new InvalidRequest([{ pointer: '/sendUntilHour', detail: 'Use an hour after the first one.' }])
    await tx
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
    if (on && (await readSteps(tx, organizationId)).length === 0) await makeLadder(tx, organizationId, now)
    const { version: _, ...was } = before
    await record(tx, byStaff(staff), now, { action: 'reminders.changed', changes: differences(was, after) })
    return readReminderSettings(tx, organizationId)
  })
}

export async function addStep({ db, staff, now }: Call, body: NewReminderStep): Promise<ReminderStep> {
  const { organizationId } = staff
  refuseUnknownPlaceholders(body, 'reminder')
  const id = newId()
  return transaction(db, async (tx) => {
    await insertStep(tx, organizationId, id, body, now)
    await record(tx, byStaff(staff), now, {
      action: 'reminders.step-added',
      changes: { days: { new: body.days }, audience: { new: body.audience } },
    })
    return readStep(tx, organizationId, id)
  })
}

export async function changeStep(
  { db, staff, now, version }: Call & { version: number },
  stepId: string,
  change: ReminderStepChange,
): Promise<ReminderStep> {
  const { organizationId } = staff
  refuseUnknownPlaceholders(change, 'reminder')
  return transaction(db, async (tx) => {
    const before = await readStep(tx, organizationId, stepId)
    if (before.version !== version) throw new StaleVersion()
    const changes = differences<object>(before, change)
    if (Object.keys(changes).length === 0) return before
    const { days, audience, subject, message } = { ...before, ...defined(change) }
    const { numAffectedRows } = await dayTaken(
      sql`
        update reminder_steps set days = ${days}, audience = ${audience}, subject = ${subject}, message = ${message},
          version = version + 1, updated_at = ${now}
        where organization_id = ${organizationId} and id = ${stepId} and active and version = ${version}`.execute(
        tx,
      ),
    )
    if (!numAffectedRows) throw new StaleVersion()
    await record(tx, byStaff(staff), now, { action: 'reminders.step-changed', changes })
    return readStep(tx, organizationId, stepId)
  })
}

export async function removeStep({ db, staff, now }: Call, stepId: string): Promise<void> {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const { days } = await readStep(tx, organizationId, stepId)
    await sql`
      update reminder_steps set active = false, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${stepId}`.execute(tx)
    await record(tx, byStaff(staff), now, {
      action: 'reminders.step-removed',
      changes: { days: { old: days } },
    })
  })
}

/** Reminders to a customer wait until staff resume them; what waits in the outbox is cancelled. */
export function pauseCustomer(
  { db, staff, now }: Call,
  customerId: string,
  paused: boolean,
): Promise<Customer> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    const { numAffectedRows } = await sql`
      update customers set reminders_paused = ${paused}, version = version + 1, updated_at = ${now}
      where organization_id = ${organizationId} and id = ${customerId} and reminders_paused <> ${paused}`.execute(
      tx,
    )
    if (numAffectedRows) {
      if (paused)
        await cancelLettersOfDocument(
          { db: tx, organizationId, now },
          { customerId, kinds: ['reminder'] },
          'reminders were paused',
        )
      await record(tx, byStaff(staff), now, {
        action: paused ? 'customer.reminders-paused' : 'customer.reminders-resumed',
        customerId,
      })
    }
    return readCustomer({ db: tx, organizationId }, customerId)
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

export async function makeLadder(tx: Db, organizationId: string, now: Date) {
  for (const step of LADDER)
    await insertStep(tx, organizationId, newId(), { ...step, audience: 'subscribers' }, now)
}

async function insertStep(tx: Db, organizationId: string, id: string, step: NewReminderStep, now: Date) {
  await dayTaken(
    tx
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

async function readStep(db: Db, organizationId: string, stepId: string): Promise<ReminderStep> {
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

async function readRow(db: Db, organizationId: string): Promise<Omit<ReminderSettings, 'steps'>> {
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
