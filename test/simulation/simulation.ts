/* eslint-disable vitest/no-standalone-expect -- called by the tests of this folder */
import { sql } from 'kysely'
import { expect } from 'vitest'
import { addContact } from '../../server/contacts/add-contact.ts'
import { changeContact } from '../../server/contacts/change-contact.ts'
import { deleteContact, undeleteContact } from '../../server/contacts/delete-contact.ts'
import type { Receives } from '../../server/contacts/receives.ts'
import { receiving, recipients } from '../../server/contacts/recipients.ts'
import { addCustomer } from '../../server/customers/add-customer.ts'
import type { Db } from '../../server/database/database.ts'
import { newId } from '../../server/database/id.ts'
import type { StaffCaller } from '../../server/http/let-in.ts'
import { byPerson, byStaff } from '../../server/scope/actor.ts'
import { inOrganization, inTransaction } from '../../server/scope/scope.ts'
import {
  disputeInvoice,
  pauseReminders,
  settleDispute,
  voidInvoice,
} from '../../server/invoices/settle-invoice.ts'
import { sendInvoice } from '../../server/invoices/send-invoice.ts'
import { daysAfter, todayIn } from '../../server/time/day.ts'
import { hourIn } from '../../server/time/wall-clock.ts'
import { addInvoice, changeInvoice } from '../../server/invoices/write-invoice.ts'
import { createPostman, type Postman } from '../../server/mail/outbox/postman.ts'
import { openSmtp, type Smtp } from '../../server/mail/smtp/smtp.ts'
import { unsubscribeContact } from '../../server/mail/unsubscribing/unsubscribe.ts'
import { recordPayment, reversePayment } from '../../server/payments/record-payment.ts'
import { changeReminderSettings, pauseCustomer } from '../../server/reminders/reminder-settings.ts'
import { reminders } from '../../server/reminders/send-reminders.ts'
import { stillWanted } from '../../server/invoices/still-wanted.ts'
import type { Services } from '../../server/scope/services.ts'
import { doDueWork } from '../../server/work/do-due-work.ts'
import type { FaultySmtp } from '../faulty-smtp.ts'
import { NEVER, type World } from '../world.ts'
import { Model, type ModelContact, type ModelInvoice, type ModelLetter } from './model.ts'
import { Random } from './random.ts'

const STEPS = 30
const LADDER = [-3, 0, 7, 21]
const HOURS = { from: 9, until: 17 }
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland']
/** Around it, clocks change in Berlin and New York. */
const BEGINNING = new Date('2026-03-05T10:00:00.000Z')

/**
 * One story of a seller, its customers and a mail server that fails. What should be true is checked after every
 * step.
 */
/** A failure that is isolated would go unseen here. */
const refusing = (log: Services['log']): Services['log'] => ({
  ...log,
  error(entry: unknown) {
    throw new Error('A reminder failed.', { cause: entry })
  },
})

export class Simulation {
  readonly log: string[] = []
  readonly #world: World
  readonly #server: FaultySmtp
  readonly #smtp: Smtp
  readonly #postman: Postman
  readonly #random: Random
  readonly #model = new Model()
  readonly #organizationId = newId()
  readonly #timeZone: string
  readonly #customers: string[] = []
  readonly #db: Db
  #now = BEGINNING
  #onSince = ''
  #fault: 'none' | 'ambiguous' | 'other' = 'none'
  /** Deliveries to which the server gave no answer although it had the whole message. */
  readonly #ambiguous = new Set<string>()
  readonly #arrived = new Map<string, number>()

  constructor(world: World, server: FaultySmtp, seed: number) {
    this.#world = world
    this.#server = server
    this.#random = new Random(seed)
    this.#timeZone = this.#random.pick(ZONES)
    this.#db = world.database.of(this.#organizationId)
    this.#smtp = openSmtp({ url: server.url, mostConnections: 1 })
    this.#postman = createPostman({
      services: { ...world.app.services, clock: () => this.#now },
      smtp: this.#smtp,
      mailFrom: 'seller@portico.example',
      mostAtOnce: 1,
      bounceAddress: null,
      stillWanted,
      // What a PDF says is tested elsewhere; here are thousands of letters, and who gets one is the question.
      attachmentOf: () =>
        Promise.resolve({
          filename: 'document.pdf',
          content: Buffer.from('%PDF-'),
          contentType: 'application/pdf',
        }),
    })
  }

  async run(): Promise<void> {
    try {
      await this.#open()
      for (let step = 0; step < STEPS; step++) {
        const action = this.#random.pick(ACTIONS)
        this.log.push(`${step} ${this.#now.toISOString()} ${action}`)
        await this.#act(action)
        await this.#check()
      }
      await this.#goHome()
    } finally {
      this.#smtp.close()
    }
  }

  /** How much happened: a story in which nothing happens shows nothing. */
  get happened() {
    const letters = [...this.#letterOf.values()]
    return {
      letters: letters.length,
      reminders: letters.filter(({ kind }) => kind === 'reminder').length,
      arrived: this.#arrived.size,
      twice: [...this.#arrived.values()].filter((times) => times > 1).length,
      stopped: letters.filter(({ stopped }) => stopped !== null).length,
    }
  }

  get #call() {
    const { services } = this.#world.app
    const { sealer, passwordHasher } = services
    const scope = inOrganization(services, this.#organizationId, this.#now)
    return { ...scope, by: byStaff(this.#staff), staff: this.#staff, sealer, passwordHasher }
  }

  get #staff(): StaffCaller {
    const id = this.#organizationId
    return {
      organizationId: id,
      sessionId: id,
      memberId: id,
      accountId: id,
      name: 'Olga',
      email: 'olga@seller.example',
      role: 'owner',
      passwordShownAt: this.#now,
    }
  }

  get #today() {
    return todayIn(this.#timeZone, this.#now)
  }

  async #open() {
    await this.#db
      .insertInto('organizations')
      .values({
        id: this.#organizationId,
        name: 'Seller',
        slug: `seller-${this.#organizationId}`,
        time_zone: this.#timeZone,
        created_at: this.#now,
        updated_at: this.#now,
      })
      .execute()
    await changeReminderSettings(this.#call, 1, { on: true })
    this.#onSince = this.#today
    await this.#db.updateTable('invoicing_settings').set({ attach_pdf: false }).execute()
    for (const name of ['Acme', 'Birch', 'Cedar']) {
      const { id } = await addCustomer(this.#call, { name })
      this.#customers.push(id)
    }
    for (let count = 0; count < 5; count++) await this.#addContact()
  }

  #act(action: (typeof ACTIONS)[number]): Promise<void> {
    switch (action) {
      case 'contact joins':
        return this.#addContact()
      case 'contact leaves':
        return this.#leave()
      case 'contact returns':
        return this.#return()
      case 'contact wants other documents':
        return this.#changeReceives()
      case 'contact has another address':
        return this.#changeAddress()
      case 'contact unsubscribes':
        return this.#unsubscribe()
      case 'invoice':
        return this.#invoice()
      case 'send again':
        return this.#sendAgain()
      case 'invoice changes':
        return this.#changeInvoice()
      case 'invoice is void':
        return this.#void()
      case 'dispute':
        return this.#dispute()
      case 'pause':
        return this.#pause()
      case 'payment':
        return this.#pay()
      case 'payment is taken back':
        return this.#takeBack()
      case 'mail':
        return this.#deliver()
      case 'hours pass':
        return this.#pass(this.#random.between(1, 14))
      case 'days pass':
        return this.#pass(24 * this.#random.between(1, 9))
      case 'weeks without Portico':
        return this.#weeksWithout()
      case 'the mail server fails':
        return this.#fail()
    }
  }

  // Contacts.

  async #addContact() {
    const customerId = this.#random.pick(this.#customers)
    const dead = this.#random.happens(0.12)
    const email = `${dead ? 'dead' : 'reader'}${this.#model.contacts.length}@customer.example`
    const receives = this.#receives()
    const contact = await addContact(this.#call, customerId, { email, receives, portalPassword: null })
    this.#model.contacts.push({
      contactId: contact.id,
      personId: contact.personId,
      customerId,
      name: email,
      email,
      jobTitle: null,
      primary: false,
      active: true,
      inactiveSince: null,
      receives,
      unsubscribed: {},
      bouncedAt: null,
      bounceReason: null,
      dead,
    })
  }

  #receives(): Receives {
    const role = () => this.#random.pick(['to', 'to', 'cc', null] as const)
    const [invoices, reminders] = [role(), role()]
    return { ...(invoices && { invoices }), ...(reminders && { reminders }) }
  }

  async #leave() {
    const contact = this.#one(this.#model.contacts.filter(({ active }) => active))
    if (!contact) return
    await deleteContact(this.#call, contact.contactId)
    contact.active = false
    contact.inactiveSince = this.#now.toISOString()
    this.#model.stop((letter) => this.#waits(letter) && letter.contactId === contact.contactId, 'inactive')
  }

  async #return() {
    const contact = this.#one(this.#model.contacts.filter(({ active }) => !active))
    if (!contact) return
    await undeleteContact(this.#call, contact.contactId)
    contact.active = true
    contact.inactiveSince = null
  }

  async #changeReceives() {
    const contact = this.#one(this.#model.contacts)
    if (!contact) return
    const receives = this.#receives()
    await changeContact(this.#call, contact.contactId, await this.#versionOfContact(contact), { receives })
    contact.receives = receives
  }

  async #changeAddress() {
    const contact = this.#one(this.#model.contacts.filter(({ active }) => active))
    if (!contact) return
    const email = `reader${this.#random.between(1000, 9_999_999)}@customer.example`
    await changeContact(this.#call, contact.contactId, await this.#versionOfContact(contact), { email })
    Object.assign(contact, { email, name: email, dead: false, bouncedAt: null, bounceReason: null })
  }

  async #versionOfContact({ contactId }: ModelContact): Promise<number> {
    const { rows } = await sql<{ version: number }>`
      select c.version + p.version as version from contacts c
      join people p on p.organization_id = c.organization_id and p.id = c.person_id
      where c.organization_id = ${this.#organizationId} and c.id = ${contactId}`.execute(this.#db)
    return rows[0]!.version
  }

  async #unsubscribe() {
    const contact = this.#one(this.#model.contacts.filter(({ active }) => active))
    if (!contact) return
    const what = { contactId: contact.contactId, kind: 'reminders' as const }
    const by = byPerson({ ...contact, organizationId: this.#organizationId })
    await inTransaction({ ...this.#call, by }, (tx) => unsubscribeContact(tx, what, contact))
    contact.unsubscribed = { ...contact.unsubscribed, reminders: this.#now.toISOString() }
    this.#model.stop(
      (letter) => this.#waits(letter) && letter.contactId === contact.contactId && letter.kind === 'reminder',
      'unsubscribed',
    )
  }

  // Invoices.

  async #invoice() {
    const customerId = this.#random.pick(this.#customers)
    const unitPriceMinor = this.#random.between(1, 100_000)
    const dueDate = daysAfter(this.#today, this.#random.between(0, 25))
    const line = { description: 'Work', quantity: '1', unitPriceMinor, discountPercent: '0', taxRate: '0' }
    const draft = await addInvoice(this.#call, { customerId, dueDate, lines: [line] })
    const notBefore = this.#random.happens(0.25)
      ? new Date(this.#now.getTime() + 3_600_000 * this.#random.between(1, 60))
      : null
    const to = this.#expected(customerId, 'invoices')
    if (to.length === 0) {
      await expect(this.#send(draft, notBefore)).rejects.toMatchObject({ code: 'nobody-receives' })
      return
    }
    const sent = await this.#send(draft, notBefore)
    this.#model.invoices.push({
      id: sent.id,
      customerId,
      dueDate,
      sentOn: this.#today,
      state: 'sent',
      totalMinor: unitPriceMinor,
      paidMinor: 0,
      version: sent.version,
      disputed: false,
      paused: false,
      taken: new Map(),
    })
    await this.#note('invoice', sent.id, 'sent', to, notBefore)
  }

  async #sendAgain() {
    const invoice = this.#one(this.#model.invoices.filter(({ state }) => state === 'sent'))
    if (!invoice) return
    const to = this.#expected(invoice.customerId, 'invoices')
    const version = await this.#versionOf(invoice)
    if (to.length === 0) {
      await expect(this.#send({ id: invoice.id, version }, null)).rejects.toMatchObject({
        code: 'nobody-receives',
      })
      return
    }
    await this.#send({ id: invoice.id, version }, null)
    await this.#note('invoice', invoice.id, 'again', to, null)
  }

  #send({ id, version }: { id: string; version: number }, notBefore: Date | null) {
    return sendInvoice(this.#call, id, version, {
      add: [],
      leaveOut: [],
      addresses: [],
      ...(notBefore && { at: notBefore.toISOString() }),
    })
  }

  async #versionOf({ id }: ModelInvoice): Promise<number> {
    const { version } = await this.#db
      .selectFrom('invoices')
      .select('version')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return version
  }

  #expected(customerId: string, kind: 'invoices' | 'reminders') {
    const document = { kind, customerActive: true, now: this.#now, timeZone: this.#timeZone }
    return receiving(recipients(document, this.#model.candidates(customerId)))
  }

  /** Sendings of one invoice are told apart by a count, because their keys are Portico's business. */
  #sendings = 0
  async #note(
    kind: ModelLetter['kind'],
    invoiceId: string,
    what: string,
    to: { contactId: string; role: 'to' | 'cc' }[],
    notBefore: Date | null,
  ) {
    this.#sendings += 1
    for (const { contactId, role } of to) {
      const key = `${kind} ${invoiceId} ${what} ${this.#sendings} ${contactId}`
      this.#model.letters.set(key, { key, contactId, invoiceId, kind, role, notBefore, stopped: null })
    }
    await this.#matchLetters()
  }

  async #changeInvoice() {
    const invoice = this.#one(this.#model.invoices.filter(({ state }) => state === 'sent'))
    if (!invoice) return
    const dueDate = daysAfter(invoice.dueDate, this.#random.between(1, 10))
    await changeInvoice(this.#call, invoice.id, await this.#versionOf(invoice), { dueDate })
    invoice.dueDate = dueDate
    this.#model.stop((letter) => this.#waits(letter) && letter.invoiceId === invoice.id, 'changed')
  }

  async #void() {
    const invoice = this.#one(
      this.#model.invoices.filter(({ state, paidMinor }) => state === 'sent' && paidMinor === 0),
    )
    if (!invoice) return
    await voidInvoice(this.#call, invoice.id, null)
    invoice.state = 'void'
    this.#model.stop((letter) => this.#waits(letter) && letter.invoiceId === invoice.id, 'void')
  }

  async #dispute() {
    const invoice = this.#one(this.#model.invoices.filter(({ state }) => state === 'sent'))
    if (!invoice) return
    invoice.disputed = !invoice.disputed
    if (!invoice.disputed) return void (await settleDispute(this.#call, invoice.id))
    await disputeInvoice(this.#call, invoice.id, null)
    this.#stopReminders(invoice, 'disputed')
  }

  async #pause() {
    if (this.#random.happens(0.5)) {
      const customerId = this.#random.pick(this.#customers)
      const pauses = !this.#model.paused.has(customerId)
      await pauseCustomer(this.#call, customerId, pauses)
      if (!pauses) return void this.#model.paused.delete(customerId)
      this.#model.paused.add(customerId)
      for (const invoice of this.#model.invoices)
        if (invoice.customerId === customerId) this.#stopReminders(invoice, 'paused')
      return
    }
    const invoice = this.#one(this.#model.invoices.filter(({ state }) => state === 'sent'))
    if (!invoice) return
    invoice.paused = !invoice.paused
    await pauseReminders(this.#call, invoice.id, invoice.paused)
    if (invoice.paused) this.#stopReminders(invoice, 'paused')
  }

  #stopReminders(invoice: ModelInvoice, why: string) {
    this.#model.stop(
      (letter) => this.#waits(letter) && letter.kind === 'reminder' && letter.invoiceId === invoice.id,
      why,
    )
  }

  // Money.

  async #pay() {
    const customerId = this.#random.pick(this.#customers)
    const owed = this.#model.invoices.filter(
      (one) => one.customerId === customerId && one.state === 'sent' && one.paidMinor < one.totalMinor,
    )
    const amountMinor = this.#random.between(1, 150_000)
    const named = this.#one(owed)
    const allocations =
      named && this.#random.happens(0.5)
        ? [{ invoiceId: named.id, amountMinor: Math.min(amountMinor, named.totalMinor - named.paidMinor) }]
        : undefined
    const payment = await recordPayment(this.#call, {
      customerId,
      amountMinor,
      method: 'transfer',
      reference: null,
      note: null,
      ...(allocations && { allocations }),
    } as Parameters<typeof recordPayment>[1])
    const paid = new Map(payment.allocations.map((one) => [one.invoiceId, one.amountMinor]))
    this.#model.payments.push({ id: payment.id, customerId, amountMinor, paid })
    if (!allocations) {
      const wanted = Math.min(amountMinor, sum(owed.map((one) => one.totalMinor - one.paidMinor)))
      expect(sum([...paid.values()])).toBe(wanted)
    }
    for (const invoice of this.#model.invoices) {
      invoice.paidMinor += paid.get(invoice.id) ?? 0
      if (paid.has(invoice.id) && invoice.paidMinor === invoice.totalMinor)
        this.#stopReminders(invoice, 'paid')
    }
  }

  async #takeBack() {
    const payment = this.#one(this.#model.payments)
    if (!payment) return
    await reversePayment(this.#call, payment.id, { note: null })
    this.#model.payments.splice(this.#model.payments.indexOf(payment), 1)
    for (const invoice of this.#model.invoices) invoice.paidMinor -= payment.paid.get(invoice.id) ?? 0
  }

  // Time and mail.

  async #pass(hours: number) {
    for (let hour = 0; hour < hours; hour++) {
      this.#now = new Date(this.#now.getTime() + 3_600_000)
      // Portico looks every five minutes; here it is enough that it looks once in every hour of the day.
      const local = hourIn(this.#timeZone, this.#now)
      if (local === HOURS.from - 1 || local === HOURS.from || local === HOURS.until) await this.#look()
    }
    await this.#deliver()
  }

  async #weeksWithout() {
    this.#now = new Date(this.#now.getTime() + 86_400_000 * this.#random.between(10, 40))
    await this.#look()
    await this.#deliver()
  }

  async #look() {
    const local = hourIn(this.#timeZone, this.#now)
    const isDay = local >= HOURS.from && local < HOURS.until
    for (const invoice of isDay ? this.#model.invoices : []) {
      if (this.#model.held(invoice)) continue
      const days = this.#model.climb(invoice, LADDER, this.#today, this.#onSince)
      if (days === null) continue
      this.#sendings += 1
      for (const { contactId, role } of this.#expected(invoice.customerId, 'reminders')) {
        const key = `reminder ${invoice.id} ${days} ${this.#sendings} ${contactId}`
        this.#model.letters.set(key, {
          key,
          contactId,
          invoiceId: invoice.id,
          kind: 'reminder',
          role,
          notBefore: null,
          stopped: null,
        })
      }
    }
    const { services } = this.#world.app
    const now = { ...services, clock: () => this.#now, log: refusing(services.log) }
    await doDueWork(now, reminders, NEVER)
    await this.#matchLetters()
  }

  async #fail() {
    this.#server.work()
    this.#server.fail({
      at: 'rcpt',
      do: '550 5.1.1 No such mailbox',
      to: (address) => address.startsWith('dead'),
    })
    const fault = this.#random.pick([
      'works',
      'works',
      'refuses',
      'drops',
      'content',
      'kept',
      'lost',
    ] as const)
    this.log.push(`  it ${fault}`)
    this.#fault = fault === 'works' ? 'none' : fault === 'kept' || fault === 'lost' ? 'ambiguous' : 'other'
    if (fault === 'refuses') this.#server.fail({ at: 'mail', do: '451 4.3.0 Later' })
    if (fault === 'drops') this.#server.fail({ at: 'data', do: 'drop' })
    if (fault === 'content') this.#server.fail({ at: 'dot', do: '452 4.3.1 Full' })
    if (fault === 'kept' || fault === 'lost')
      this.#server.fail({ at: 'dot', do: 'drop', keeps: fault === 'kept' })
    return Promise.resolve()
  }

  async #deliver() {
    const before = this.#server.messages.length
    for (const id of this.#customers) if (this.#model.covered(id)) this.#model.coveredOnce.add(id)
    await this.#postman.deliverDue()
    for (const message of this.#server.messages.slice(before)) this.#arrives(message.raw, message.to[0]!)
    if (this.#fault === 'ambiguous') await this.#noteAmbiguous()
    await this.#noteBounces()
  }

  #arrives(raw: string, to: string) {
    const deliveryId = /^X-Portico-Delivery:\s+[^/]+\/(\S+)/im.exec(raw)![1]!
    // Such as the notice of a change that the old address gets.
    if (!this.#states.has(deliveryId)) return
    const letter = this.#letterOf.get(deliveryId)
    expect(letter, `a letter that nobody expected went to ${to}`).toBeDefined()
    if (!letter) return
    const contact = this.#model.contacts.find(({ contactId }) => contactId === letter.contactId)!
    expect(letter.stopped, `a letter went out although: ${letter.stopped}`).toBeNull()
    expect(to).toBe(contact.email)
    expect(contact).toMatchObject({ active: true, bouncedAt: null })
    if (letter.kind === 'reminder') {
      expect(contact.unsubscribed.reminders).toBeUndefined()
      expect(this.#model.covered(contact.customerId)).toBe(false)
    }
    if (letter.notBefore) expect(this.#now.getTime()).toBeGreaterThanOrEqual(letter.notBefore.getTime())
    const times = (this.#arrived.get(deliveryId) ?? 0) + 1
    this.#arrived.set(deliveryId, times)
    if (times > 1) expect(this.#ambiguous.has(deliveryId), `it went out ${times} times`).toBe(true)
  }

  async #noteAmbiguous() {
    const { rows } = await sql<{ id: string }>`
      select delivery_id as id from delivery_attempts
      where organization_id = ${this.#organizationId} and outcome = 'unknown'`.execute(this.#db)
    for (const { id } of rows) this.#ambiguous.add(id)
  }

  /**
   * A person whose mailbox no longer exists gets nothing else: the addresses that were tried are known from the
   * attempts.
   */
  async #noteBounces() {
    const { rows } = await sql<{ contact_id: string | null }>`
      select distinct contact_id from deliveries
      where organization_id = ${this.#organizationId} and state = 'bounced'`.execute(this.#db)
    for (const { contact_id } of rows) {
      const contact = this.#model.contacts.find((one) => one.contactId === contact_id && one.dead)
      if (!contact || contact.bouncedAt !== null) continue
      contact.bouncedAt = this.#now.toISOString()
      this.#model.stop((letter) => letter.contactId === contact.contactId, 'bounced')
    }
  }

  // What should be true.

  readonly #letterOf = new Map<string, ModelLetter>()

  #waits(letter: ModelLetter): boolean {
    const deliveryId = [...this.#letterOf].find(([, one]) => one === letter)?.[0]
    return deliveryId !== undefined && this.#states.get(deliveryId) === 'queued'
  }
  readonly #states = new Map<string, string>()

  /** Each letter that must exist does, once, and no other does. */
  async #matchLetters() {
    const { rows } = await sql<{
      id: string
      contact_id: string | null
      invoice_id: string | null
      document_kind: string
      role: string
    }>`
      select id, contact_id, invoice_id, document_kind, role from deliveries
      where organization_id = ${this.#organizationId} and kind = 'document' order by id`.execute(this.#db)
    const free = [...this.#model.letters.values()].filter(
      (letter) => ![...this.#letterOf.values()].includes(letter),
    )
    for (const row of rows) {
      if (this.#letterOf.has(row.id)) continue
      const at = free.findIndex(
        (letter) =>
          letter.contactId === row.contact_id &&
          letter.invoiceId === row.invoice_id &&
          letter.kind === row.document_kind &&
          letter.role === row.role,
      )
      expect(
        at,
        `nobody expected this ${row.document_kind} of ${row.invoice_id} to ${row.contact_id}`,
      ).not.toBe(-1)
      this.#letterOf.set(row.id, free.splice(at, 1)[0]!)
    }
    expect(
      free.map(({ key }) => key),
      'these letters are missing',
    ).toEqual([])
    await this.#readStates()
  }

  async #readStates() {
    const { rows } = await sql<{ id: string; state: string }>`
      select id, state from deliveries where organization_id = ${this.#organizationId} and kind = 'document'`.execute(
      this.#db,
    )
    for (const { id, state } of rows) this.#states.set(id, state)
  }

  async #check() {
    await this.#readStates()
    for (const [deliveryId, letter] of this.#letterOf) {
      const state = this.#states.get(deliveryId)
      const times = this.#arrived.get(deliveryId) ?? 0
      // What is recorded about a delivery is what happened to it.
      if (state === 'sent') expect(times, `${letter.key} is said to be sent`).toBeGreaterThan(0)
      else if (times > 0)
        expect(this.#ambiguous.has(deliveryId), `${letter.key} went out, and is ${state}`).toBe(true)
      const { customerId } = this.#model.contacts.find(({ contactId }) => contactId === letter.contactId)!
      const wasCovered = letter.kind === 'reminder' && this.#model.coveredOnce.has(customerId)
      if (state === 'cancelled' && !wasCovered)
        expect(letter.stopped, `${letter.key} was cancelled for nothing`).not.toBeNull()
      if (letter.stopped !== null) expect(state, `${letter.key}: ${letter.stopped}`).not.toBe('queued')
    }
    await this.#checkMoney()
  }

  async #checkMoney() {
    const { rows } = await sql<{
      id: string
      total: number
      paid: number
      allocated: number
      number: string
    }>`
      select i.id, i.total_minor as total, i.paid_minor as paid, i.number,
        coalesce((select sum(amount_minor) from payment_allocations a
          where a.organization_id = i.organization_id and a.invoice_id = i.id), 0)::bigint as allocated
      from invoices i where i.organization_id = ${this.#organizationId} and i.state <> 'draft'
      order by i.number`.execute(this.#db)
    expect(rows.map(({ number }) => number)).toEqual(
      rows.map((_, at) => `INV-${String(at + 1).padStart(4, '0')}`),
    )
    for (const { id, total, paid, allocated } of rows) {
      const invoice = this.#model.invoices.find((one) => one.id === id)
      expect({ total, paid, allocated }).toEqual({
        total: invoice?.totalMinor,
        paid: invoice?.paidMinor,
        allocated: invoice?.paidMinor,
      })
    }
    const received = await sql<{ sum: number }>`
      select coalesce(sum(amount_minor), 0)::bigint as sum from payments
      where organization_id = ${this.#organizationId}`.execute(this.#db)
    expect(received.rows[0]!.sum).toBe(sum(this.#model.payments.map(({ amountMinor }) => amountMinor)))
  }

  /** The mail server works again, and everything that is still wanted arrives. */
  async #goHome() {
    this.#fault = 'none'
    this.#server.work()
    this.#server.fail({
      at: 'rcpt',
      do: '550 5.1.1 No such mailbox',
      to: (address) => address.startsWith('dead'),
    })
    // Scheduled ones come within three days, and the longest pause between two tries is half a day.
    for (let round = 0; round < 4; round++) {
      this.#now = new Date(this.#now.getTime() + 24 * 3_600_000)
      await this.#deliver()
    }
    await this.#check()
    for (const [deliveryId, letter] of this.#letterOf) {
      const state = this.#states.get(deliveryId)
      expect(state, letter.key).not.toBe('queued')
      if (letter.stopped === null) expect(['sent', 'failed'], `${letter.key} is ${state}`).toContain(state)
    }
    // The next story looks into every organization that is due.
    await this.#db
      .updateTable('invoicing_settings')
      .set({ reminders_on: false, reminders_on_since: null })
      .execute()
  }

  #one<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : this.#random.pick(from)
  }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

const ACTIONS = [
  'contact joins',
  'contact leaves',
  'contact returns',
  'contact wants other documents',
  'contact has another address',
  'contact unsubscribes',
  'invoice',
  'invoice',
  'invoice',
  'send again',
  'invoice changes',
  'invoice is void',
  'dispute',
  'pause',
  'payment',
  'payment',
  'payment is taken back',
  'mail',
  'mail',
  'hours pass',
  'hours pass',
  'days pass',
  'days pass',
  'days pass',
  'weeks without Portico',
  'the mail server fails',
  'the mail server fails',
] as const
