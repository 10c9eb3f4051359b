import type { SetUpWorld } from '../world.ts'
import { invoicingSettingsApi } from '../../server/invoices/invoicing-settings.api.ts'
import type { Portico } from '../../client/portico.ts'
import { override } from '../override.ts'
import { LOGO } from '../sample-documents.ts'

/** Once through everything that a key may call, with the people of a small wholesaler. */
export async function tellStory(portico: Portico, world: SetUpWorld) {
  await customersAndContacts(portico, world)
  const acmeId = await invoices(portico, world)
  await payments(portico, world, acmeId)
  await reminders(portico, world, acmeId)
  await imports(portico, world)
  await lists(portico, world, acmeId)
}

const later = ({ clock }: SetUpWorld) => clock.advance({ minutes: 5 })

async function customersAndContacts(portico: Portico, world: SetUpWorld) {
  await portico.organization.read()
  const acme = await portico.customers.add({
    name: 'Acme Ltd',
    accountNumber: 'C-1001',
    currency: 'EUR',
    billingAddress: { line1: '1 Mill Lane', city: 'Bristol', postalCode: 'BS1 4QA', country: 'GB' },
  })
  await portico.customers.change(acme.id, { paymentTermsDays: 14 }, { version: acme.version })
  await portico.customers.keep('crm-2002', { name: 'Birch & Sons' })
  await portico.people.recognize({ email: 'anna@ash.example' })
  const anna = await portico.contacts.add(acme.id, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    lastName: 'Ash',
    receives: { invoices: 'to', reminders: 'to', receipts: 'to', statements: 'to', notices: 'to' },
    portalPassword: null,
  })
  later(world)
  await portico.contacts.change(anna.id, { jobTitle: 'Head of finance' }, { version: anna.version })
  await portico.contacts.keep('crm-7', {
    customerExternalId: 'crm-2002',
    email: 'ben@birch.example',
    firstName: 'Ben',
  })
  await portico.contacts.keepMany({
    contacts: [
      { externalId: 'crm-8', customerExternalId: 'crm-2002', email: 'cleo@birch.example' },
      { externalId: 'crm-9', customerExternalId: 'crm-2002', email: 'dan at birch' },
    ],
  })
  await portico.contacts.issuePassword(anna.id, { generate: true })
  await world.deliverMail()
  later(world)
  await portico.contacts.takeAccessAway(anna.id)
  await portico.contacts.giveAccessBack(anna.id)
  await portico.contacts.emailWorks(anna.id)
  await portico.contacts.subscribeAgain(anna.id, { kind: 'reminders' })
  await portico.contacts.delete(anna.id)
  later(world)
  await portico.contacts.undelete(anna.id)
  await portico.contacts.read(anna.id)
  await portico.contacts.list(acme.id)
  await portico.contacts.listAll({ updatedSince: '2026-05-01T00:00:00Z', status: 'all', limit: 1 })
  await portico.customers.list({ search: 'acme' })
  await portico.customers.read(acme.id)
  const { id: cedarId } = await portico.customers.add({ name: 'Cedar' })
  await portico.customers.delete(cedarId)
  await portico.customers.undelete(cedarId)
  await portico.search.search({ query: 'anna' })
  await portico.reachability.list({ kind: 'invoices', limit: 1 })
}

/** The id of the customer who gets them. */
async function invoices(portico: Portico, world: SetUpWorld): Promise<string> {
  const { data } = await portico.customers.list({ search: 'acme' })
  const customerId = data[0]!.id
  await portico.invoicingSettings.read()
  await world.owner.call(invoicingSettingsApi.change, {
    body: { logo: LOGO },
    version: (await portico.invoicingSettings.read()).version,
  })
  const line = { description: 'Paper, 80 g', quantity: '4', unitPriceMinor: 1250, taxRate: '20' }
  const draft = await portico.invoices.add({ customerId, lines: [line] })
  const changed = await portico.invoices.change(
    draft.id,
    { purchaseOrder: 'PO-77' },
    { version: draft.version },
  )
  await portico.invoices.recipients(draft.id)
  await portico.invoices.preview(draft.id, { subject: 'Your invoice' })
  await portico.invoices.send(draft.id, {}, { version: changed.version })
  await world.deliverMail()
  later(world)
  const { seller } = await portico.invoices.read(draft.id)
  await portico.invoicingSettings.logo(seller.logoId!)
  await portico.invoices.pdf(draft.id)
  await portico.invoices.revisions(draft.id)
  await portico.invoices.views(draft.id)
  await portico.invoices.dispute(draft.id, { note: 'One ream is missing' })
  await portico.invoices.settleDispute(draft.id)
  await portico.invoices.pauseReminders(draft.id, { paused: true })

  const copy = await portico.invoices.duplicate(draft.id)
  await portico.invoices.discard(copy.id)
  const issued = await portico.invoices.add({ customerId, lines: [line] })
  await portico.invoices.issue(issued.id)
  await portico.invoices.void(issued.id, { reason: 'Written twice' })
  const scheduled = await portico.invoices.add({ customerId, lines: [line] })
  await portico.invoices.send(scheduled.id, { at: '2026-05-11T07:00:00Z' }, { version: scheduled.version })
  await portico.invoices.cancelSending(scheduled.id)
  await portico.invoiceBatches.check({ invoiceIds: [scheduled.id] })
  later(world)
  const { id: batchId } = await answeringFirst(world)(() =>
    portico.invoiceBatches.add({ invoiceIds: [scheduled.id] }),
  )
  await portico.invoiceBatches.read(batchId)
  await portico.invoiceBatches.invoices(batchId)
  await portico.invoiceBatches.list()
  await world.deliverMail()
  later(world)
  await portico.invoices.list({ status: 'open', customerId })
  await portico.invoices.ofAmount({ amount: '60.00' })
  await portico.invoices.totals({ customerId })
  return customerId
}

async function payments(portico: Portico, world: SetUpWorld, customerId: string) {
  const [invoice] = (await portico.invoices.list({ status: 'open', customerId })).data
  await portico.payments.customerRecipients(customerId, { kind: 'receipts' })
  const payment = await portico.payments.add({
    customerId,
    amountMinor: 2000,
    method: 'transfer',
    reference: 'SEPA 88123',
    allocations: [],
  })
  await portico.payments.allocate(payment.id, {
    allocations: [{ invoiceId: invoice!.id, amountMinor: 2000 }],
  })
  await portico.payments.recipients(payment.id)
  await portico.payments.sendReceipt(payment.id, {})
  await world.deliverMail()
  later(world)
  await portico.payments.pdf(payment.id)
  await portico.payments.read(payment.id)
  await portico.payments.list({ customerId })
  const wrong = await portico.payments.add({ customerId, amountMinor: 50 })
  await portico.payments.reverse(wrong.id, { note: 'Another customer’s' })
  later(world)

  await portico.statements.settings()
  await portico.statements.account(customerId)
  const statement = await portico.statements.add(customerId, {})
  await portico.statements.send(statement.id, {})
  await portico.statements.pdf(statement.id)
  await portico.statements.list(customerId)
  await portico.notices.preview(customerId, { message: 'We are closed on 25 May.' })
  await portico.notices.send(customerId, { subject: 'Closed', message: 'We are closed on 25 May.' })
  await world.deliverMail()
}

async function reminders(portico: Portico, world: SetUpWorld, customerId: string) {
  world.clock.advance({ days: 20 })
  const [invoice] = (await portico.invoices.list({ status: 'overdue', customerId })).data
  await portico.reminders.settings()
  await portico.reminders.upcoming({ customerId })
  await portico.reminders.pauseCustomer(customerId, { paused: false })
  await portico.reminders.previewNow(invoice!.id, {})
  await portico.reminders.sendNow(invoice!.id, {})
  await world.deliverMail()
  await portico.receivables.owed()
  await portico.receivables.owing({ amount: '40.00' })
  await portico.receivables.mail()
}

async function imports(portico: Portico, world: SetUpWorld) {
  const answeredFirst = answeringFirst(world)
  const customers = csv(
    'Customer;First name;E-mail',
    'Elm Ltd;Eva;eva@elm.example',
    'Elm Ltd;Finn;finn at elm',
  )
  const { id } = await portico.imports.upload(customers, { fileName: 'customers.csv' })
  await portico.imports.reread(id, { delimiter: ';' })
  await portico.imports.map(id, { fields: ['customerName', 'firstName', 'email'] })
  await answeredFirst(() => portico.imports.plan(id))
  await portico.imports.rows(id)
  await portico.imports.refused(id)
  await answeredFirst(() => portico.imports.run(id))
  await portico.imports.read(id)
  await portico.imports.list()
  await answeredFirst(() => portico.imports.undo(id))
  await portico.imports.delete(id)

  const invoicesFile = csv(
    'Invoice number,Customer,Invoice date,Due date,Total',
    'A-1,Acme Ltd,2026-04-01,2026-04-15,20.00',
  )
  const lines = csv('Invoice number,Description,Quantity,Unit price', 'A-1,Envelopes,2,10.00')
  const old = await portico.imports.upload(invoicesFile, { fileName: 'invoices.csv', kind: 'invoices' })
  await portico.imports.uploadLines(old.id, lines, { fileName: 'lines.csv' })
  await answeredFirst(async () => {
    await portico.imports.plan(old.id)
    await portico.imports.stop(old.id)
  })
  await answeredFirst(() => portico.imports.plan(old.id))
  await answeredFirst(() => portico.imports.run(old.id))
  await portico.imports.remind(old.id)
}

/** The answer to a call comes before the work that it begins, as it does where there is more to do. */
function answeringFirst({ app: { services } }: SetUpWorld) {
  return async function answeredFirst<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    const { longWork } = services
    const { begin } = longWork
    const begun: Parameters<typeof begin>[] = []
    override(longWork, { begin: (...work) => void begun.push(work) })
    const reply = await call()
    override(longWork, { begin })
    for (const work of begun) begin(...work)
    await longWork.settled()
    return reply
  }
}

const csv = (...lines: string[]) => new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' })

async function lists(portico: Portico, world: SetUpWorld, customerId: string) {
  const { data } = await portico.deliveries.list({ customerId, kind: 'invoice', limit: 1 })
  await portico.deliveries.read(data[0]!.id)
  await portico.deliveries.sendAgain(data[0]!.id)
  await portico.journal.list({ customerId, limit: 2 })
  await world.publish()
  await portico.events.list({ type: 'contact.changed' })
  await portico.exports.customersCsv()
  await portico.exports.customersXlsx()
  await portico.exports.contactsVcard()
  await portico.exports.invoicesCsv()
  await portico.exports.invoicesXlsx()
  await portico.exports.invoiceLinesCsv()
  await portico.exports.invoiceLinesXlsx()
  await portico.exports.paymentsCsv()
  await portico.exports.paymentsXlsx()
  await portico.exports.deliveriesCsv()
  await portico.exports.deliveriesXlsx()
}
