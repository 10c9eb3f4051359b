// Made from the declarations by `npm run client`: change those.
import type { Pages } from './pages.ts'
import type { Call, CallOptions, FileBody } from './send.ts'

/** Everything that an API key may call, by noun. */
export interface Portico {
  contacts: ContactsCalls
  customers: CustomersCalls
  deliveries: DeliveriesCalls
  events: EventsCalls
  exports: ExportsCalls
  imports: ImportsCalls
  invoiceBatches: InvoiceBatchesCalls
  invoices: InvoicesCalls
  invoicingSettings: InvoicingSettingsCalls
  journal: JournalCalls
  notices: NoticesCalls
  organization: OrganizationCalls
  payments: PaymentsCalls
  people: PeopleCalls
  reachability: ReachabilityCalls
  receivables: ReceivablesCalls
  reminders: RemindersCalls
  search: SearchCalls
  statements: StatementsCalls
}

export interface ContactsCalls {
  /**
   * List the contacts of a customer: the primary one first, then by name; or by when they changed.
   *
   * An API key needs the scope contacts:read.
   */
  list(
    customerId: string,
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      status?: Status
      /** RFC 3339. Only what changed at or after this moment, in the order in which it changed: the order is then another one than without. To miss nothing, begin five minutes before the last reading began, because a change that takes long shows late; what comes twice is the same. */
      updatedSince?: string
      email?: string
      externalId?: string
      /** Parts of a name, an e-mail address, a job title or a department, or a telephone number. */
      search?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: ContactLine[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * List the contacts of all customers, in the order in which they changed.
   *
   * For another system that keeps in step: with updatedSince it reads what changed, and with status=all it also learns who was made inactive. A change of the person counts for each of their contacts; a change of the customer does not: GET /v1/customers tells of it. A page may have fewer contacts than the limit, or none, and still a nextCursor: follow it until it is null.
   *
   * An API key needs the scope contacts:read.
   */
  listAll(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      status?: Status
      /** RFC 3339. Only what changed at or after this moment, in the order in which it changed: the order is then another one than without. To miss nothing, begin five minutes before the last reading began, because a change that takes long shows late; what comes twice is the same. */
      updatedSince?: string
      email?: string
      externalId?: string
      /** The customer’s. */
      accountNumber?: string
      /** A UUID (version 7). */
      customerId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: ContactAnywhere[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Add a contact to a customer, and mail them a temporary password or a link to set one.
   *
   * An API key needs the scope contacts:write, and portal-access:write unless portalPassword is null.
   */
  add(customerId: string, body: NewContact, options?: CallOptions & Once): Promise<Contact>
  /**
   * Read a contact.
   *
   * An API key needs the scope contacts:read.
   */
  read(contactId: string, options?: CallOptions): Promise<Contact>
  /**
   * Change a contact; what belongs to the person changes at every customer of theirs.
   *
   * An API key needs the scope contacts:write.
   */
  change(contactId: string, body: ContactChange, options: CallOptions & Version): Promise<Contact>
  /**
   * Add the contact that another system calls so, or change it.
   *
   * What is sent is so afterwards, and what is left out stays. Sent twice, it changes nothing the second time. 201: it was added; 200: it was there. A contact of the customer with this address and without an external ID is taken for the same, and gets it. A known address is linked, as when staff add a contact; no password is issued: POST /v1/contacts/{contactId}/password does.
   *
   * An API key needs the scope contacts:write.
   */
  keep(externalId: string, body: ContactInStep, options?: CallOptions): Promise<KeptContact>
  /**
   * Add or change up to 1000 contacts, each answered by itself.
   *
   * Each is what PUT /v1/contacts/by-external-id/{externalId} takes, with its externalId beside; without one, it is added. They are done in their order, and one that is refused keeps no other out. What was done stays done if the connection breaks: with external IDs, the same batch can be sent again. No password is issued.
   *
   * An API key needs the scope contacts:write.
   */
  keepMany(
    body: {
      contacts: ContactInBatch[]
    },
    options?: CallOptions & Once,
  ): Promise<{
    results: BatchResult[]
  }>
  /**
   * Make a contact inactive: they lose access to that customer at once, nothing is destroyed.
   *
   * An API key needs the scope contacts:write.
   */
  delete(contactId: string, options?: CallOptions): Promise<Contact>
  /**
   * Mark a bounced address as working again, for every customer of the person.
   *
   * An API key needs the scope contacts:write.
   */
  emailWorks(contactId: string, options?: CallOptions & Once): Promise<Contact>
  /**
   * Subscribe a contact again, because they asked for it.
   *
   * If they had not unsubscribed, nothing changes. The journal tells which member of staff did it.
   *
   * An API key needs the scope contacts:write.
   */
  subscribeAgain(
    contactId: string,
    body: {
      kind: 'reminders' | 'statements'
    },
    options?: CallOptions & Once,
  ): Promise<Contact>
  /**
   * Make an inactive contact active again, with what they received; a password that was ended stays ended.
   *
   * An API key needs the scope contacts:write.
   */
  undelete(contactId: string, options?: CallOptions & Once): Promise<Contact>
  /**
   * Mail a new temporary password, or a link to set one; earlier passwords, sessions and links stop working.
   *
   * An API key needs the scope portal-access:write.
   */
  issuePassword(contactId: string, body: IssuedPassword, options?: CallOptions & Once): Promise<Contact>
  /**
   * Revoke the person’s portal access until it is given back; their sessions end.
   *
   * An API key needs the scope portal-access:write.
   */
  takeAccessAway(contactId: string, options?: CallOptions): Promise<Contact>
  /**
   * Give portal access back, with the password the person had.
   *
   * An API key needs the scope portal-access:write.
   */
  giveAccessBack(contactId: string, options?: CallOptions & Once): Promise<Contact>
}

export interface CustomersCalls {
  /**
   * List or search customers: by name, or by when they changed.
   *
   * With updatedSince, another system reads what changed; with status=all it also learns what was made inactive. A search finds parts of a name or account number, and of the names and addresses of active contacts; and telephone numbers, however they are written. One or two letters find beginnings only. It goes with status alone.
   *
   * An API key needs the scope customers:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      search?: string
      status?: Status
      /** RFC 3339. Only what changed at or after this moment, in the order in which it changed: the order is then another one than without. To miss nothing, begin five minutes before the last reading began, because a change that takes long shows late; what comes twice is the same. */
      updatedSince?: string
      /** The customer’s own address. */
      email?: string
      accountNumber?: string
      externalId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: CustomerLine[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Add a customer.
   *
   * An API key needs the scope customers:write.
   */
  add(body: NewCustomer, options?: CallOptions & Once): Promise<Customer>
  /**
   * Read a customer.
   *
   * An API key needs the scope customers:read.
   */
  read(customerId: string, options?: CallOptions): Promise<Customer>
  /**
   * Change a customer.
   *
   * An API key needs the scope customers:write.
   */
  change(customerId: string, body: CustomerChange, options: CallOptions & Version): Promise<Customer>
  /**
   * Add the customer that another system calls so, or change it.
   *
   * What is sent is so afterwards, and what is left out stays. Sent twice, it changes nothing the second time. 201: it was added, for which it needs a name; 200: it was there. A customer that is here already, without an external ID, is first given one: PATCH /v1/customers/{customerId}.
   *
   * An API key needs the scope customers:write.
   */
  keep(externalId: string, body: CustomerInStep, options?: CallOptions): Promise<Customer>
  /**
   * Make a customer inactive; its contacts no longer see it in the portal.
   *
   * An API key needs the scope customers:write.
   */
  delete(customerId: string, options?: CallOptions): Promise<Customer>
  /**
   * Make an inactive customer active again.
   *
   * An API key needs the scope customers:write.
   */
  undelete(customerId: string, options?: CallOptions & Once): Promise<Customer>
}

export interface DeliveriesCalls {
  /**
   * List the messages that were sent or are waiting, newest first.
   *
   * An API key needs the scope deliveries:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted. */
      state?: DeliveryState
      /** A UUID (version 7). */
      customerId?: string
      /** A UUID (version 7). */
      contactId?: string
      /** A UUID (version 7). */
      personId?: string
      kind?:
        | 'invoice'
        | 'reminder'
        | 'receipt'
        | 'statement'
        | 'notice'
        | 'temporaryPassword'
        | 'passwordLink'
        | 'forgottenPassword'
        | 'passwordChanged'
        | 'staffPasswordChanged'
        | 'newDevice'
        | 'contactAdded'
        | 'addressChanged'
        | 'staffInvitation'
        | 'staffPasswordLink'
        | 'webhookOff'
      /** A UUID (version 7). */
      documentId?: string
      /** A UUID (version 7). */
      invoiceId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: Delivery[]
    /** null: this was the last page. */
    nextCursor: string | null
    /** On the last page: those from before this moment were not kept. Null: nothing is missing. */
    keptSince: string | null
  }>
  /**
   * Read what became of one message, with every attempt.
   *
   * An API key needs the scope deliveries:read.
   */
  read(deliveryId: string, options?: CallOptions): Promise<DeliveryDetails>
  /**
   * Send a message again: at once where it waits, as a new delivery where it is done.
   *
   * A message that carried a password or a link cannot be sent again: these are erased once it is done.
   *
   * An API key needs the scope deliveries:write.
   */
  sendAgain(deliveryId: string, options?: CallOptions & Once): Promise<DeliveryDetails>
}

export interface EventsCalls {
  /**
   * Read what happened, oldest first: contacts, people, access, e-mails, invoices, imports.
   *
   * Read on from nextCursor, now or later: nothing is left out, nothing comes twice, and what concerns one contact is in order. Events are kept for 30 days. To have the same contacts as Portico, get a cursor with from=now, list the contacts, and then read on from that cursor: the newest event of a contact, and of a person, says how it is.
   *
   * An API key needs the scope events:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** Where to begin without a cursor: with the oldest event that is kept, or with what comes. */
      from?: 'oldest' | 'now'
      /** Only events of this type. */
      type?:
        | 'contact.added'
        | 'contact.changed'
        | 'contact.deleted'
        | 'contact.undeleted'
        | 'person.changed'
        | 'access.issued'
        | 'access.activated'
        | 'access.ended'
        | 'delivery.sent'
        | 'delivery.failed'
        | 'delivery.bounced'
        | 'invoice.sent'
        | 'invoice.seen'
        | 'invoice.paid'
        | 'import.done'
    },
    options?: CallOptions,
  ): Pages<{
    data: Event[]
    /** Where to read on. With fewer events than limit, that was all there is so far. */
    nextCursor: string
  }>
}

export interface ExportsCalls {
  /**
   * Download customers and their contacts as CSV, one row per contact; an import reads it back.
   *
   * Cells that a spreadsheet would run as formulas begin with an apostrophe. The import removes exactly that one.
   *
   * An API key needs the scope customers:read.
   */
  customersCsv(
    query?: {
      /** Of the customers. Contacts who were deleted are left out. */
      status?: 'active' | 'inactive' | 'all'
    },
    options?: CallOptions,
  ): Promise<Response>
  /**
   * Download customers and their contacts for Excel, one row per contact; an import reads it back.
   *
   * What is text is marked as text: no formula runs, and leading zeros stay.
   *
   * An API key needs the scope customers:read.
   */
  customersXlsx(
    query?: {
      /** Of the customers. Contacts who were deleted are left out. */
      status?: 'active' | 'inactive' | 'all'
    },
    options?: CallOptions,
  ): Promise<Response>
  /**
   * Download contacts as vCard 3.0 for an address book; an import reads it back.
   *
   * One card for each contact of each customer. What vCard has no property for is in properties that begin with X-PORTICO-, which address books ignore. A customer without contacts has no card.
   *
   * An API key needs the scope contacts:read.
   */
  contactsVcard(
    query?: {
      /** Of the customers. Contacts who were deleted are left out. */
      status?: 'active' | 'inactive' | 'all'
    },
    options?: CallOptions,
  ): Promise<Response>
  /**
   * Download all invoices as CSV, one row each; an import reads it back with the lines.
   *
   * An API key needs the scope invoices:read.
   */
  invoicesCsv(options?: CallOptions): Promise<Response>
  /**
   * Download all invoices for Excel, one row each; an import reads it back with the lines.
   *
   * An API key needs the scope invoices:read.
   */
  invoicesXlsx(options?: CallOptions): Promise<Response>
  /**
   * Download the lines of all invoices as CSV.
   *
   * An API key needs the scope invoices:read.
   */
  invoiceLinesCsv(options?: CallOptions): Promise<Response>
  /**
   * Download the lines of all invoices for Excel.
   *
   * An API key needs the scope invoices:read.
   */
  invoiceLinesXlsx(options?: CallOptions): Promise<Response>
  /**
   * Download all payments as CSV, one row for each invoice that one pays.
   *
   * An API key needs the scope payments:read.
   */
  paymentsCsv(options?: CallOptions): Promise<Response>
  /**
   * Download all payments for Excel, one row for each invoice that one pays.
   *
   * An API key needs the scope payments:read.
   */
  paymentsXlsx(options?: CallOptions): Promise<Response>
  /**
   * Download all deliveries as CSV: what was mailed to whom, and what became of it.
   *
   * An API key needs the scope deliveries:read.
   */
  deliveriesCsv(options?: CallOptions): Promise<Response>
  /**
   * Download all deliveries for Excel: what was mailed to whom, and what became of it.
   *
   * An API key needs the scope deliveries:read.
   */
  deliveriesXlsx(options?: CallOptions): Promise<Response>
}

export interface ImportsCalls {
  /**
   * Upload a file of customers and contacts, or of invoices (CSV, Excel, OpenDocument or vCard); nothing is imported yet.
   *
   * An API key needs the scope imports:write.
   */
  upload(
    file: FileBody,
    query?: {
      fileName?: string
      kind?: 'contacts' | 'invoices'
    },
    options?: CallOptions & Once,
  ): Promise<CsvImport>
  /**
   * Upload a second file with the lines of the invoices of the first, joined by the invoice number.
   *
   * An API key needs the scope imports:write.
   */
  uploadLines(
    importId: string,
    file: FileBody,
    query?: {
      fileName?: string
    },
    options?: CallOptions & Once,
  ): Promise<CsvImport>
  /**
   * List imports, newest first.
   *
   * An API key needs the scope imports:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: CsvImport[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Read an import: its columns, its progress, its result.
   *
   * An API key needs the scope imports:read.
   */
  read(importId: string, options?: CallOptions): Promise<CsvImport>
  /**
   * List the rows of an import (for invoices, one row per invoice): what will be done, and why.
   *
   * An API key needs the scope imports:read.
   */
  rows(
    importId: string,
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** After undoing: undone, or stays, because something was built on what the row did. */
      outcome?: 'create' | 'link' | 'change' | 'unchanged' | 'ask' | 'refuse' | 'undone' | 'stays'
    },
    options?: CallOptions,
  ): Pages<{
    data: ImportRow[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Read the uploaded file again with another encoding, delimiter, sheet or header line; an earlier check no longer counts.
   *
   * An API key needs the scope imports:write.
   */
  reread(importId: string, body: Rereading, options?: CallOptions): Promise<CsvImport>
  /**
   * Set what the columns are; an earlier check no longer counts.
   *
   * An API key needs the scope imports:write, and portal-access:write with issuePasswords.
   */
  map(importId: string, body: Mapping, options?: CallOptions): Promise<CsvImport>
  /**
   * Check the file: find out row by row what would be done, and change nothing.
   *
   * An API key needs the scope imports:write.
   */
  plan(importId: string, options?: CallOptions & Once): Promise<CsvImport>
  /**
   * Import the rows as checked, or continue an interrupted import.
   *
   * An API key needs the scope imports:write.
   */
  run(importId: string, options?: CallOptions & Once): Promise<CsvImport>
  /**
   * Stop the check or the import; what was imported so far stays, and it can be continued or undone.
   *
   * An API key needs the scope imports:write.
   */
  stop(importId: string, options?: CallOptions & Once): Promise<CsvImport>
  /**
   * Undo an import: what it made is removed and what it changed becomes as it was, except where something was built on it since.
   *
   * An API key needs the scope imports:write.
   */
  undo(importId: string, options?: CallOptions & Once): Promise<CsvImport>
  /**
   * Send reminders for the invoices of an import from now on, except those that somebody paused one by one.
   *
   * An API key needs the scope imports:write.
   */
  remind(importId: string, options?: CallOptions & Once): Promise<CsvImport>
  /**
   * Download the rows that are not imported, with their lines and reasons.
   *
   * An API key needs the scope imports:read.
   */
  refused(
    importId: string,
    query?: {
      /** Of invoices in two files: which one. */
      file?: 'first' | 'lines'
    },
    options?: CallOptions,
  ): Promise<Response>
  /**
   * Delete the file that was uploaded, with its rows; what was imported stays.
   *
   * An API key needs the scope imports:write.
   */
  delete(importId: string, options?: CallOptions): Promise<void>
}

export interface InvoiceBatchesCalls {
  /**
   * List who would receive each of many invoices, and which would not be sent. Nothing is changed.
   *
   * An API key needs the scope invoices:write.
   */
  check(
    body: {
      invoiceIds: string[]
    },
    options?: CallOptions & Once,
  ): Promise<{
    invoices: CheckedInvoice[]
  }>
  /**
   * Send many invoices to those who usually receive them, one after another.
   *
   * It goes on after the reply, and after a restart of the server; drafts get their numbers in the order given. An invoice that was changed meanwhile, or that nobody would receive, is left as it is, and its fate says so.
   *
   * An API key needs the scope invoices:write.
   */
  add(
    body: {
      invoiceIds: string[]
      /** Mail them then instead of at once; within a year. */
      at?: string
    },
    options?: CallOptions & Once,
  ): Promise<InvoiceBatch>
  /**
   * List the sendings of many invoices at once, the newest first.
   *
   * An API key needs the scope invoices:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: InvoiceBatch[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Read the progress of such a sending, and how many of its invoices were mailed.
   *
   * An API key needs the scope invoices:read.
   */
  read(
    batchId: string,
    options?: CallOptions,
  ): Promise<{
    /** A UUID (version 7). */
    id: string
    state: 'running' | 'done'
    count: number
    sentCount: number
    /** Nobody would receive them: they stay as they were. */
    nobodyCount: number
    refusedCount: number
    /** When the e-mails go out; null: at once. */
    at: string | null
    startedBy: string
    /** RFC 3339, UTC. */
    createdAt: string
    finishedAt: string | null
    /** How many invoices have which fate. It is over when none waits, is scheduled or is sending. */
    fates: {
      waiting: number
      scheduled: number
      sending: number
      mailed: number
      partly: number
      notDelivered: number
      calledOff: number
      notSent: number
    }
  }>
  /**
   * List the invoices of such a sending in their order, each with what became of it.
   *
   * An API key needs the scope invoices:read.
   */
  invoices(
    batchId: string,
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** troubled: those that were not sent, were called off, or did not reach everybody. */
      which?: 'all' | 'troubled'
    },
    options?: CallOptions,
  ): Pages<{
    data: BatchedInvoice[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
}

export interface InvoicesCalls {
  /**
   * List or search invoices, the newest first.
   *
   * A search finds beginnings of a number or purchase order, and parts of a customer’s name. open: sent, partly paid or overdue.
   *
   * An API key needs the scope invoices:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      search?: string
      /** A UUID (version 7). */
      customerId?: string
      status?: 'all' | 'open' | 'draft' | 'sent' | 'partlyPaid' | 'paid' | 'overdue' | 'void'
      /** Only open invoices that are overdue for so long. */
      age?: Age
    },
    options?: CallOptions,
  ): Pages<{
    data: InvoiceRow[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Find the open invoices whose total is an amount, whatever their currency; the one due first comes first.
   *
   * An API key needs the scope invoices:read.
   */
  ofAmount(
    query: {
      /** In units of the currency, such as 1200.50. */
      amount: string
    },
    options?: CallOptions,
  ): Promise<{
    data: InvoiceRow[]
  }>
  /**
   * Sum up what is in draft, open and overdue, and what was paid in the last 30 days.
   *
   * An API key needs the scope invoices:read.
   */
  totals(
    query?: {
      /** A UUID (version 7). */
      customerId?: string
    },
    options?: CallOptions,
  ): Promise<{
    totals: {
      status: 'draft' | 'open' | 'overdue' | 'paidLately'
      currency: string
      count: number
      /** The balance of what is open; the total of the rest. */
      amountMinor: number
    }[]
  }>
  /**
   * Add an invoice as a draft.
   *
   * An API key needs the scope invoices:write.
   */
  add(body: NewInvoice, options?: CallOptions & Once): Promise<Invoice>
  /**
   * Read an invoice.
   *
   * An API key needs the scope invoices:read.
   */
  read(invoiceId: string, options?: CallOptions): Promise<Invoice>
  /**
   * Change an invoice; after it was sent this makes a new revision.
   *
   * An API key needs the scope invoices:write.
   */
  change(invoiceId: string, body: InvoiceChange, options: CallOptions & Version): Promise<Invoice>
  /**
   * Discard a draft. An invoice that was sent is voided instead.
   *
   * An API key needs the scope invoices:write.
   */
  discard(invoiceId: string, options?: CallOptions): Promise<void>
  /**
   * Issue a draft without mailing it: it gets its number and is open from then on.
   *
   * An API key needs the scope invoices:write.
   */
  issue(invoiceId: string, options?: CallOptions & Once): Promise<Invoice>
  /**
   * Void an invoice that was sent and is not paid; it keeps its number.
   *
   * An API key needs the scope invoices:write.
   */
  void(
    invoiceId: string,
    body: {
      reason?: string | null
    },
    options?: CallOptions & Once,
  ): Promise<Invoice>
  /**
   * Make a new draft with the same customer and lines, dated today.
   *
   * An API key needs the scope invoices:write.
   */
  duplicate(invoiceId: string, options?: CallOptions & Once): Promise<Invoice>
  /**
   * Record that the customer disputes an invoice: no reminders until that is settled.
   *
   * An API key needs the scope invoices:write.
   */
  dispute(
    invoiceId: string,
    body: {
      note?: string | null
    },
    options?: CallOptions & Once,
  ): Promise<Invoice>
  /**
   * Settle a dispute.
   *
   * An API key needs the scope invoices:write.
   */
  settleDispute(invoiceId: string, options?: CallOptions): Promise<Invoice>
  /**
   * Pause reminders of one invoice, or resume them.
   *
   * An API key needs the scope reminders:write.
   */
  pauseReminders(
    invoiceId: string,
    body: {
      paused: boolean
    },
    options?: CallOptions,
  ): Promise<Invoice>
  /**
   * List what was sent, revision by revision, the newest first.
   *
   * An API key needs the scope invoices:read.
   */
  revisions(
    invoiceId: string,
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: {
      number: number
      madeBy: string
      /** RFC 3339, UTC. */
      madeAt: string
      totalMinor: number
      lines: InvoiceLine[]
      changes: {
        field: string
        old: string | null
        new: string | null
      }[]
    }[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * List the contacts who have opened an invoice in the portal, the latest first, at most a hundred.
   *
   * An API key needs the scope invoices:read.
   */
  views(
    invoiceId: string,
    options?: CallOptions,
  ): Promise<{
    data: InvoiceView[]
  }>
  /**
   * List who would receive an invoice, or a reminder of it, and why.
   *
   * An API key needs the scope invoices:read.
   */
  recipients(
    invoiceId: string,
    query?: {
      kind?: 'invoices' | 'reminders'
    },
    options?: CallOptions,
  ): Promise<{
    recipients: Recipient[]
  }>
  /**
   * Show what each recipient would read. Nothing is sent or changed.
   *
   * An API key needs the scope invoices:write.
   */
  preview(invoiceId: string, body: Sending, options?: CallOptions & Once): Promise<SendingPreview>
  /**
   * Mail an invoice to those who receive it, one e-mail each; a draft gets its number.
   *
   * An API key needs the scope invoices:write.
   */
  send(invoiceId: string, body: InvoiceSending, options: CallOptions & Version & Once): Promise<SentInvoice>
  /**
   * Cancel the e-mails of an invoice that have not gone out yet.
   *
   * An API key needs the scope invoices:write.
   */
  cancelSending(invoiceId: string, options?: CallOptions): Promise<Invoice>
  /**
   * Download an invoice as a PDF; a draft is marked as one.
   *
   * An API key needs the scope invoices:read.
   */
  pdf(
    invoiceId: string,
    query?: {
      revision?: number
    },
    options?: CallOptions,
  ): Promise<Response>
}

export interface InvoicingSettingsCalls {
  /**
   * Read the invoicing settings.
   *
   * An API key needs the scope settings:read.
   */
  read(options?: CallOptions): Promise<InvoicingSettings>
  /**
   * Read a logo that invoices carry, or carried once.
   *
   * An API key needs the scope invoices:read.
   */
  logo(
    logoId: string,
    options?: CallOptions,
  ): Promise<{
    type: 'image/png' | 'image/jpeg'
    base64: string
  }>
}

export interface JournalCalls {
  /**
   * List who did what, newest first: everywhere, at a customer, a contact, a person or an invoice, or by an import.
   *
   * An API key needs the scope journal:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** A UUID (version 7). */
      customerId?: string
      /** A UUID (version 7). */
      contactId?: string
      /** A UUID (version 7). */
      personId?: string
      /** A UUID (version 7). */
      invoiceId?: string
      /** What an import did. */
      importId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: JournalEntry[]
    /** null: this was the last page. */
    nextCursor: string | null
    /** On the last page: those from before this moment were not kept. Null: nothing is missing. */
    keptSince: string | null
  }>
}

export interface NoticesCalls {
  /**
   * Show who would receive an account notice, why, and what they would read. Nothing is sent.
   *
   * An API key needs the scope notices:write.
   */
  preview(customerId: string, body: Sending, options?: CallOptions & Once): Promise<SendingPreview>
  /**
   * Mail an account notice to those contacts of a customer who receive them, one e-mail each.
   *
   * An API key needs the scope notices:write.
   */
  send(
    customerId: string,
    body: NewNotice,
    options?: CallOptions & Once,
  ): Promise<{
    /** A UUID (version 7). */
    id: string
    /** Who gets it. */
    recipients: Recipient[]
  }>
}

export interface OrganizationCalls {
  /**
   * Read the organization and its settings.
   *
   * An API key needs the scope settings:read.
   */
  read(options?: CallOptions): Promise<Organization>
}

export interface PaymentsCalls {
  /**
   * List payments, the latest received first.
   *
   * An API key needs the scope payments:read.
   */
  list(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** A UUID (version 7). */
      customerId?: string
      /** A UUID (version 7). */
      invoiceId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: Payment[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Record a payment, for one invoice, a part of one, or several.
   *
   * Send an Idempotency-Key of yours, and a request that is repeated because its reply was lost records one payment.
   *
   * An API key needs the scope payments:write.
   */
  add(body: NewPayment, options?: CallOptions & Once): Promise<RecordedPayment>
  /**
   * Read a payment.
   *
   * An API key needs the scope payments:read.
   */
  read(paymentId: string, options?: CallOptions): Promise<Payment>
  /**
   * Allocate what a payment left over to more invoices.
   *
   * An API key needs the scope payments:write.
   */
  allocate(
    paymentId: string,
    body: {
      allocations: {
        /** A UUID (version 7). */
        invoiceId: string
        /** In the smallest unit of the currency, such as cents. */
        amountMinor: number
      }[]
    },
    options?: CallOptions & Once,
  ): Promise<Payment>
  /**
   * Reverse a payment: what it paid is open again.
   *
   * An API key needs the scope payments:write.
   */
  reverse(
    paymentId: string,
    body: {
      note?: string | null
    },
    options?: CallOptions & Once,
  ): Promise<Payment>
  /**
   * Mail the receipt of a payment, or mail it again.
   *
   * An API key needs the scope payments:write.
   */
  sendReceipt(
    paymentId: string,
    body: ForThisOnce,
    options?: CallOptions & Once,
  ): Promise<{
    /** A UUID (version 7). */
    id: string
    /** A UUID (version 7). */
    customerId: string
    customerName: string
    currency: string
    /** Below zero: a reversal. */
    amountMinor: number
    receivedOn: string
    method: PaymentMethod
    reference: string | null
    note: string | null
    allocations: {
      /** A UUID (version 7). */
      invoiceId: string
      number: string
      amountMinor: number
    }[]
    /** Pays no invoice yet: the customer’s credit. */
    unallocatedMinor: number
    reverses: string | null
    reversedBy: string | null
    createdBy: string
    /** RFC 3339, UTC. */
    createdAt: string
    /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
    notPrinted: NotPrinted
  }>
  /**
   * List who would receive the receipt of a payment, and why.
   *
   * An API key needs the scope payments:read.
   */
  recipients(
    paymentId: string,
    options?: CallOptions,
  ): Promise<{
    recipients: Recipient[]
    /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
    notPrinted: NotPrinted
  }>
  /**
   * Download the receipt of a payment as a PDF.
   *
   * An API key needs the scope payments:read.
   */
  pdf(paymentId: string, options?: CallOptions): Promise<Response>
  /**
   * List who would receive a receipt or a statement for a customer, and why.
   *
   * An API key needs the scope customers:read.
   */
  customerRecipients(
    customerId: string,
    query?: {
      kind?: 'receipts' | 'statements'
    },
    options?: CallOptions,
  ): Promise<{
    recipients: Recipient[]
    /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
    notPrinted: NotPrinted
  }>
}

export interface PeopleCalls {
  /**
   * Read whose an e-mail address already is, if anybody’s.
   *
   * An API key needs the scope contacts:read.
   */
  recognize(
    query: {
      email: string
    },
    options?: CallOptions,
  ): Promise<{
    person: KnownPerson | null
  }>
}

export interface ReachabilityCalls {
  /**
   * List the active customers without anybody who would get a kind of document, by name.
   *
   * A request looks at a few thousand customers at most. A page may therefore hold few, or none, and still have a nextCursor: go on until it is null.
   *
   * An API key needs the scope receivables:read.
   */
  list(
    query: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      kind: ReceivedKind
    },
    options?: CallOptions,
  ): Pages<{
    data: UnreachableCustomer[]
    /** null: this was the last page. */
    nextCursor: string | null
    /** The name of the last customer that was looked at; null when all of them were. */
    lookedUpTo: string | null
  }>
}

export interface ReceivablesCalls {
  /**
   * Sum up what is owed by age and currency, and who owes most.
   *
   * An API key needs the scope receivables:read.
   */
  owed(options?: CallOptions): Promise<{
    /** Where the organization is. */
    today: string
    hasCustomers: boolean
    hasInvoices: boolean
    /** The organization’s first, then by number of invoices. */
    currencies: OwedInCurrency[]
  }>
  /**
   * Find the customers who owe an amount in all, whatever its currency.
   *
   * An API key needs the scope receivables:read.
   */
  owing(
    query: {
      /** In units of the currency, such as 1200.50. */
      amount: string
    },
    options?: CallOptions,
  ): Promise<{
    data: {
      /** A UUID (version 7). */
      customerId: string
      customerName: string
      currency: string
      openMinor: number
    }[]
  }>
  /**
   * List what did not arrive, which reminders would reach nobody, and what goes out next.
   *
   * An API key needs the scope receivables:read.
   */
  mail(options?: CallOptions): Promise<{
    /** The newest ten that have not been put right since. Invoices that are paid or void by now are left out. */
    notDelivered: NotDelivered[]
    hasMoreNotDelivered: boolean
    /** Customers that a reminder would still not reach. */
    foundNobody: FoundNobody[]
    /** Reminders and statements that Portico cannot make, and tries again every few minutes: the newest ten. The log says why. */
    failing: Failing[]
    remindersOn: boolean
    /** Today and the six days after it: reminders that are due, and e-mails that are scheduled. */
    nextDays: {
      date: string
      reminders: number
      scheduled: number
    }[]
  }>
}

export interface RemindersCalls {
  /**
   * Read the schedule of reminders, and whether they go out.
   *
   * An API key needs the scope reminders:read.
   */
  settings(options?: CallOptions): Promise<ReminderSettings>
  /**
   * List the reminders of the next 30 days: when, of what, to whom and why.
   *
   * An API key needs the scope reminders:read.
   */
  upcoming(
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
      /** A UUID (version 7). */
      customerId?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: UpcomingReminder[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Show who would get a reminder sent now, why, and what they would read. Nothing is sent.
   *
   * An API key needs the scope reminders:write.
   */
  previewNow(
    invoiceId: string,
    body: ReminderNow,
    options?: CallOptions & Once,
  ): Promise<{
    /** Before it is filled in. */
    template: {
      subject: string
      message: string
    }
    recipients: {
      /** null: an address for this once. */
      contactId: string | null
      name: string
      email: string
      /** null: does not get it. */
      role: 'to' | 'cc' | null
      /** Why, for programs. */
      code: string
      /** Why, in words. */
      why: string
      subject: string | null
      message: string | null
      /** The name of the PDF that is attached. */
      attachment: string | null
      /** button: leads to it in the portal. ask: says who to ask for access, which they do not have. */
      portal: 'button' | 'ask' | null
    }[]
    /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
    notPrinted: NotPrinted
    /** Where those who have no access can ask for it. */
    sellerEmail: string | null
    /** The step that it would be; null: outside the schedule. */
    stepId: string | null
    steps: {
      /** A UUID (version 7). */
      id: string
      days: number
      /** It was sent for this due date, or passed over. */
      isTaken: boolean
    }[]
  }>
  /**
   * Mail a reminder for an open invoice now, one e-mail each, whatever the schedule says.
   *
   * An API key needs the scope reminders:write.
   */
  sendNow(invoiceId: string, body: ReminderNow, options?: CallOptions & Once): Promise<SentInvoice>
  /**
   * Pause reminders to a customer, or resume them.
   *
   * An API key needs the scope reminders:write.
   */
  pauseCustomer(
    customerId: string,
    body: {
      paused: boolean
    },
    options?: CallOptions,
  ): Promise<Customer>
}

export interface SearchCalls {
  /**
   * Find customers and contacts by a few letters or a telephone number, for the search from anywhere.
   *
   * An API key needs the scope customers:read.
   */
  search(
    query: {
      query: string
    },
    options?: CallOptions,
  ): Promise<{
    customers: {
      /** A UUID (version 7). */
      id: string
      name: string
      accountNumber: string | null
      phone: string | null
    }[]
    contacts: {
      /** A UUID (version 7). */
      id: string
      name: string
      email: string
      phone: string | null
      /** A UUID (version 7). */
      customerId: string
      customerName: string
    }[]
  }>
}

export interface StatementsCalls {
  /**
   * Read what a customer owes now, by age, and its credit.
   *
   * An API key needs the scope customers:read.
   */
  account(customerId: string, options?: CallOptions): Promise<CustomerAccount>
  /**
   * List the statements of a customer, the newest first.
   *
   * An API key needs the scope statements:read.
   */
  list(
    customerId: string,
    query?: {
      limit?: number
      /** The nextCursor of the page before. */
      cursor?: string
    },
    options?: CallOptions,
  ): Pages<{
    data: Statement[]
    /** null: this was the last page. */
    nextCursor: string | null
  }>
  /**
   * Make a statement of what a customer owes, and mail it to those who receive statements.
   *
   * An API key needs the scope statements:write.
   */
  add(customerId: string, body: NewStatement, options?: CallOptions & Once): Promise<MadeStatement>
  /**
   * Mail a statement as it was made, or mail it again.
   *
   * An API key needs the scope statements:write.
   */
  send(statementId: string, body: ForThisOnce, options?: CallOptions & Once): Promise<MadeStatement>
  /**
   * Download a statement as a PDF.
   *
   * An API key needs the scope statements:read.
   */
  pdf(statementId: string, options?: CallOptions): Promise<Response>
  /**
   * Read whether statements go out automatically every month.
   *
   * An API key needs the scope settings:read.
   */
  settings(options?: CallOptions): Promise<StatementSettings>
}

export type AccountInCurrency = {
  currency: string
  openCount: number
  totalMinor: number
  overdueMinor: number
  /** By how many days the due date has passed. */
  ageing: Ageing
  /** Paid, but not for any invoice yet. */
  creditMinor: number
}

export type Address = {
  line1?: string
  line2?: string
  city?: string
  region?: string
  postalCode?: string
  country?: string
}

export type AddressOutput = {
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  country: string
}

/** Only open invoices that are overdue for so long. */
export type Age = 'current' | 'days1To30' | 'days31To60' | 'days61To90' | 'over90'

/** By how many days the due date has passed. */
export type Ageing = {
  currentMinor: number
  days1To30Minor: number
  days31To60Minor: number
  days61To90Minor: number
  daysOver90Minor: number
}

/** subscribers: who receives reminders. primary: only the primary contact. everyone: all active contacts, those who do not receive reminders as Cc. */
export type Audience = 'subscribers' | 'primary' | 'everyone'

export type BatchedInvoice = {
  /** A UUID (version 7). */
  invoiceId: string
  number: string | null
  customerId: string | null
  /** null: the draft was discarded. */
  customerName: string | null
  /** waiting: its turn has not come. scheduled: its e-mails go out later. sending: they are on their way. mailed: a mail server took them all; partly: some; notDelivered: none. calledOff: its e-mails were stopped. notSent: nobody would receive it, or it was refused. */
  fate: BatchFate
  /** null: its turn has not come. */
  outcome: 'sent' | 'nobody' | 'refused' | null
  /** Why it was not sent. */
  why: string | null
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
  mailCount: number
  /** The newest to each recipient, those that did not arrive first; at most 5. */
  mails: {
    name: string
    to: string
    role: 'to' | 'cc'
    /** queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted. */
    state: DeliveryState
    /** Why it failed, was stopped or waits, in a sentence. */
    reason: string | null
  }[]
}

/** waiting: its turn has not come. scheduled: its e-mails go out later. sending: they are on their way. mailed: a mail server took them all; partly: some; notDelivered: none. calledOff: its e-mails were stopped. notSent: nobody would receive it, or it was refused. */
export type BatchFate =
  'waiting' | 'scheduled' | 'sending' | 'mailed' | 'partly' | 'notDelivered' | 'calledOff' | 'notSent'

export type BatchResult = {
  index: number
  status: 'created' | 'updated' | 'unchanged' | 'refused'
  /** As it is after the batch. null: refused. */
  contact: ContactAnywhere | null
  /** What was sent and differs, but stays, because the person is a contact of other customers, too. */
  stayed: ('firstName' | 'lastName' | 'phone' | 'secondPhone' | 'language' | 'timeZone')[]
  /** Why it was refused; pointers begin at the contact. */
  problem: {
    type: string
    title: string
    status: number
    detail: string
    errors?: {
      pointer: string
      detail: string
    }[]
  } | null
}

export type CheckedInvoice = {
  /** A UUID (version 7). */
  id: string
  number: string | null
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  /** What staff noted of the customer; its first 300 characters. */
  customerNote: string | null
  /** overdue: it is open, and the due date has passed where the organization is. */
  status: InvoiceStatus
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  currency: string
  totalMinor: number
  /** Who gets it. */
  recipients: Recipient[]
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
  /** Why it would not be sent. */
  trouble: {
    code: 'nobody' | 'refused'
    why: string
  } | null
}

export type Contact = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  jobTitle: string | null
  department: string | null
  receives: Received
  externalId: string | null
  /** The kinds of document that the contact asked not to get any more, and when. */
  unsubscribed: Unsubscribed
  /** Since when mail to the address bounces, and why. No document is sent to it. */
  emailBounce: {
    /** RFC 3339, UTC. */
    at: string
    reason: string
  } | null
  primary: boolean
  active: boolean
  inactiveSince: string | null
  portalAccess: PortalAccess
  /** When the contact, or the person at any of their customers, last changed. Portal access has times of its own. */
  updatedAt: string
  customerName: string
  /** A UUID (version 7). */
  personId: string
  secondPhone: string | null
  /** null: the organization’s. */
  language: string | null
  timeZone: string | null
  /** The same person at other customers: the active ones first, by name, a hundred at most. */
  elsewhere: {
    /** A UUID (version 7). */
    contactId: string
    /** A UUID (version 7). */
    customerId: string
    customerName: string
    active: boolean
  }[]
  /** At how many other customers the person is a contact, active or not. */
  elsewhereCount: number
  recentActivity: JournalEntry[]
  /** RFC 3339, UTC. */
  createdAt: string
  /** Counts changes of the contact and of the person. Send it back as If-Match. */
  version: number
}

export type ContactAnywhere = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  jobTitle: string | null
  department: string | null
  receives: Received
  externalId: string | null
  /** The kinds of document that the contact asked not to get any more, and when. */
  unsubscribed: Unsubscribed
  /** Since when mail to the address bounces, and why. No document is sent to it. */
  emailBounce: {
    /** RFC 3339, UTC. */
    at: string
    reason: string
  } | null
  primary: boolean
  active: boolean
  inactiveSince: string | null
  /** none: no credential. invited: a link to set a password is out. temporary: a temporary password is out. expired: it was, and was not used in time. active: they chose their own. locked: staff revoked access. */
  portalAccess: 'none' | 'invited' | 'temporary' | 'expired' | 'active' | 'locked'
  /** When the contact, or the person at any of their customers, last changed. Portal access has times of its own. */
  updatedAt: string
  customer: {
    /** A UUID (version 7). */
    id: string
    name: string
    accountNumber: string | null
    externalId: string | null
  }
  /** A UUID (version 7). */
  personId: string
  secondPhone: string | null
  /** null: the organization’s. */
  language: string | null
  timeZone: string | null
  /** RFC 3339, UTC. */
  createdAt: string
  /** Counts changes of the contact and of the person. Send it back as If-Match. */
  version: number
}

export type ContactChange = {
  email?: string
  firstName?: string
  lastName?: string
  phone?: string | null
  secondPhone?: string | null
  language?: string | null
  timeZone?: string | null
  jobTitle?: string | null
  department?: string | null
  /** The role for each kind of document. A kind that is left out is not received. */
  receives?: Receives
  primary?: boolean
  /** What another system calls it, upper and lower case apart. Unique within the organization: one customer, and one contact. */
  externalId?: string | null
  /** Splits this contact off under a new address instead of changing the person everywhere; needs email. */
  onlyThisCustomer?: boolean
  /** When the new address is another person’s: make this contact theirs. Their details and password stay. */
  attach?: boolean
}

export type ContactInBatch = {
  /** The customer, by its id or else by its external ID. To add a contact, one of them is needed. */
  customerId?: string
  customerExternalId?: string
  /** Needed to add a contact. */
  email?: string
  firstName?: string
  lastName?: string
  phone?: string | null
  secondPhone?: string | null
  language?: string | null
  timeZone?: string | null
  jobTitle?: string | null
  department?: string | null
  /** The role for each kind of document. A kind that is left out is not received. */
  receives?: Receives
  primary?: boolean
  /** Makes the contact active or inactive. To change one that staff made inactive it must be said. */
  active?: boolean
  /** About a person who is a contact of other customers, too. true: what is sent of them changes everywhere. false: nothing does, and another address makes this contact a person of their own. Left out: their details stay, and another address is refused. */
  everywhere?: boolean
  externalId?: string
}

export type ContactInStep = {
  /** The customer, by its id or else by its external ID. To add a contact, one of them is needed. */
  customerId?: string
  customerExternalId?: string
  /** Needed to add a contact. */
  email?: string
  firstName?: string
  lastName?: string
  phone?: string | null
  secondPhone?: string | null
  language?: string | null
  timeZone?: string | null
  jobTitle?: string | null
  department?: string | null
  /** The role for each kind of document. A kind that is left out is not received. */
  receives?: Receives
  primary?: boolean
  /** Makes the contact active or inactive. To change one that staff made inactive it must be said. */
  active?: boolean
  /** About a person who is a contact of other customers, too. true: what is sent of them changes everywhere. false: nothing does, and another address makes this contact a person of their own. Left out: their details stay, and another address is refused. */
  everywhere?: boolean
}

export type ContactLine = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  jobTitle: string | null
  department: string | null
  receives: Received
  externalId: string | null
  /** The kinds of document that the contact asked not to get any more, and when. */
  unsubscribed: Unsubscribed
  /** Since when mail to the address bounces, and why. No document is sent to it. */
  emailBounce: {
    /** RFC 3339, UTC. */
    at: string
    reason: string
  } | null
  primary: boolean
  active: boolean
  inactiveSince: string | null
  /** none: no credential. invited: a link to set a password is out. temporary: a temporary password is out. expired: it was, and was not used in time. active: they chose their own. locked: staff revoked access. */
  portalAccess: 'none' | 'invited' | 'temporary' | 'expired' | 'active' | 'locked'
  /** When the contact, or the person at any of their customers, last changed. Portal access has times of its own. */
  updatedAt: string
}

export type CsvImport = {
  /** A UUID (version 7). */
  id: string
  kind: 'contacts' | 'invoices'
  fileName: string
  /** interrupted: it stopped in the middle. Without trouble it goes on by itself within a minute; otherwise when told to run (or plan, or undo) again. Either way it goes on where it was. */
  state: 'mapping' | 'planning' | 'planned' | 'running' | 'done' | 'undoing' | 'undone' | 'interrupted'
  /** How the file was read. */
  reading: {
    format: 'csv' | 'xlsx' | 'ods' | 'vcard'
    /** null: a workbook says it itself. */
    encoding:
      | 'utf-8'
      | 'utf-16le'
      | 'utf-16be'
      | 'windows-1252'
      | 'windows-1250'
      | 'windows-1251'
      | 'windows-1253'
      | 'windows-1254'
      | 'iso-8859-1'
      | 'iso-8859-2'
      | 'iso-8859-15'
      | 'koi8-r'
      | 'cp850'
      | 'cp437'
      | 'macintosh'
      | 'shift_jis'
      | 'euc-jp'
      | 'gb18030'
      | 'big5'
      | 'euc-kr'
      | null
    /** The encoding is a guess that another is as good as: say which, or the file is not checked. */
    encodingIsAsked: boolean
    /** What words of the file would be in other encodings, the likely ones first. */
    encodings: {
      encoding:
        | 'utf-8'
        | 'utf-16le'
        | 'utf-16be'
        | 'windows-1252'
        | 'windows-1250'
        | 'windows-1251'
        | 'windows-1253'
        | 'windows-1254'
        | 'iso-8859-1'
        | 'iso-8859-2'
        | 'iso-8859-15'
        | 'koi8-r'
        | 'cp850'
        | 'cp437'
        | 'macintosh'
        | 'shift_jis'
        | 'euc-jp'
        | 'gb18030'
        | 'big5'
        | 'euc-kr'
      samples: string[]
    }[]
    delimiter: ',' | ';' | '\t' | '|' | null
    sheet: string | null
    /** Of a workbook. */
    sheets: string[]
    /** The line that names the columns. 0: none does. null: the file has no lines, as vCard. */
    headerLine: number | null
    /** Among them is the line that names the columns. */
    firstRows: {
      line: number
      cells: string[]
    }[]
    /** What was left out of the file, or read otherwise than the rest. */
    notes: string[]
    /** What somebody said of it. */
    chosen: {
      /** How the bytes of a CSV or vCard file are read as letters. null: as Portico finds. */
      encoding?:
        | 'utf-8'
        | 'utf-16le'
        | 'utf-16be'
        | 'windows-1252'
        | 'windows-1250'
        | 'windows-1251'
        | 'windows-1253'
        | 'windows-1254'
        | 'iso-8859-1'
        | 'iso-8859-2'
        | 'iso-8859-15'
        | 'koi8-r'
        | 'cp850'
        | 'cp437'
        | 'macintosh'
        | 'shift_jis'
        | 'euc-jp'
        | 'gb18030'
        | 'big5'
        | 'euc-kr'
        | null
      /** Of a CSV file. null: as Portico finds. */
      delimiter?: ',' | ';' | '\t' | '|' | null
      /** The line that names the columns; 0: none does. null: as Portico finds. */
      headerLine?: number | null
      /** Of a workbook. null: as Portico finds. */
      sheet?: string | null
    }
  }
  /** The product that wrote the file, as its headings tell, such as Xero. */
  maker: string | null
  columns: {
    name: string
    /** null: the column is left out. */
    field:
      | 'customerName'
      | 'accountNumber'
      | 'customerEmail'
      | 'customerPhone'
      | 'customerSecondPhone'
      | 'billingLine1'
      | 'billingLine2'
      | 'billingCity'
      | 'billingRegion'
      | 'billingPostalCode'
      | 'billingCountry'
      | 'shippingLine1'
      | 'shippingLine2'
      | 'shippingCity'
      | 'shippingRegion'
      | 'shippingPostalCode'
      | 'shippingCountry'
      | 'currency'
      | 'paymentTermsDays'
      | 'notes'
      | 'customerExternalId'
      | 'active'
      | 'inactive'
      | 'fullName'
      | 'firstName'
      | 'lastName'
      | 'email'
      | 'phone'
      | 'secondPhone'
      | 'language'
      | 'timeZone'
      | 'jobTitle'
      | 'department'
      | 'receives'
      | 'primary'
      | 'externalId'
      | 'fullName2'
      | 'firstName2'
      | 'lastName2'
      | 'email2'
      | 'phone2'
      | 'jobTitle2'
      | 'fullName3'
      | 'firstName3'
      | 'lastName3'
      | 'email3'
      | 'phone3'
      | 'jobTitle3'
      | 'fullName4'
      | 'firstName4'
      | 'lastName4'
      | 'email4'
      | 'phone4'
      | 'jobTitle4'
      | 'fullName5'
      | 'firstName5'
      | 'lastName5'
      | 'email5'
      | 'phone5'
      | 'jobTitle5'
      | 'fullName6'
      | 'firstName6'
      | 'lastName6'
      | 'email6'
      | 'phone6'
      | 'jobTitle6'
      | 'invoiceNumber'
      | 'documentType'
      | 'issueDate'
      | 'dueDate'
      | 'purchaseOrder'
      | 'invoiceDiscount'
      | 'discountAmount'
      | 'taxAmount'
      | 'netTotal'
      | 'pricesIncludeTax'
      | 'total'
      | 'paid'
      | 'paidOn'
      | 'balance'
      | 'status'
      | 'paymentStatus'
      | 'description'
      | 'quantity'
      | 'unitPrice'
      | 'lineDiscount'
      | 'lineDiscountAmount'
      | 'taxRate'
      | 'lineTax'
      | 'secondTax'
      | 'tax'
      | null
    /** What it could be by its heading and its values, also where another column is that. */
    couldBe:
      | 'customerName'
      | 'accountNumber'
      | 'customerEmail'
      | 'customerPhone'
      | 'customerSecondPhone'
      | 'billingLine1'
      | 'billingLine2'
      | 'billingCity'
      | 'billingRegion'
      | 'billingPostalCode'
      | 'billingCountry'
      | 'shippingLine1'
      | 'shippingLine2'
      | 'shippingCity'
      | 'shippingRegion'
      | 'shippingPostalCode'
      | 'shippingCountry'
      | 'currency'
      | 'paymentTermsDays'
      | 'notes'
      | 'customerExternalId'
      | 'active'
      | 'inactive'
      | 'fullName'
      | 'firstName'
      | 'lastName'
      | 'email'
      | 'phone'
      | 'secondPhone'
      | 'language'
      | 'timeZone'
      | 'jobTitle'
      | 'department'
      | 'receives'
      | 'primary'
      | 'externalId'
      | 'fullName2'
      | 'firstName2'
      | 'lastName2'
      | 'email2'
      | 'phone2'
      | 'jobTitle2'
      | 'fullName3'
      | 'firstName3'
      | 'lastName3'
      | 'email3'
      | 'phone3'
      | 'jobTitle3'
      | 'fullName4'
      | 'firstName4'
      | 'lastName4'
      | 'email4'
      | 'phone4'
      | 'jobTitle4'
      | 'fullName5'
      | 'firstName5'
      | 'lastName5'
      | 'email5'
      | 'phone5'
      | 'jobTitle5'
      | 'fullName6'
      | 'firstName6'
      | 'lastName6'
      | 'email6'
      | 'phone6'
      | 'jobTitle6'
      | 'invoiceNumber'
      | 'documentType'
      | 'issueDate'
      | 'dueDate'
      | 'purchaseOrder'
      | 'invoiceDiscount'
      | 'discountAmount'
      | 'taxAmount'
      | 'netTotal'
      | 'pricesIncludeTax'
      | 'total'
      | 'paid'
      | 'paidOn'
      | 'balance'
      | 'status'
      | 'paymentStatus'
      | 'description'
      | 'quantity'
      | 'unitPrice'
      | 'lineDiscount'
      | 'lineDiscountAmount'
      | 'taxRate'
      | 'lineTax'
      | 'secondTax'
      | 'tax'
      | null
    /** Values from the rows that show most. */
    samples: string[]
  }[]
  /** What the columns would be by themselves, where they are as somebody chose for an earlier file with the same headings. null: nobody did. */
  recognized:
    | (
        | 'customerName'
        | 'accountNumber'
        | 'customerEmail'
        | 'customerPhone'
        | 'customerSecondPhone'
        | 'billingLine1'
        | 'billingLine2'
        | 'billingCity'
        | 'billingRegion'
        | 'billingPostalCode'
        | 'billingCountry'
        | 'shippingLine1'
        | 'shippingLine2'
        | 'shippingCity'
        | 'shippingRegion'
        | 'shippingPostalCode'
        | 'shippingCountry'
        | 'currency'
        | 'paymentTermsDays'
        | 'notes'
        | 'customerExternalId'
        | 'active'
        | 'inactive'
        | 'fullName'
        | 'firstName'
        | 'lastName'
        | 'email'
        | 'phone'
        | 'secondPhone'
        | 'language'
        | 'timeZone'
        | 'jobTitle'
        | 'department'
        | 'receives'
        | 'primary'
        | 'externalId'
        | 'fullName2'
        | 'firstName2'
        | 'lastName2'
        | 'email2'
        | 'phone2'
        | 'jobTitle2'
        | 'fullName3'
        | 'firstName3'
        | 'lastName3'
        | 'email3'
        | 'phone3'
        | 'jobTitle3'
        | 'fullName4'
        | 'firstName4'
        | 'lastName4'
        | 'email4'
        | 'phone4'
        | 'jobTitle4'
        | 'fullName5'
        | 'firstName5'
        | 'lastName5'
        | 'email5'
        | 'phone5'
        | 'jobTitle5'
        | 'fullName6'
        | 'firstName6'
        | 'lastName6'
        | 'email6'
        | 'phone6'
        | 'jobTitle6'
        | 'invoiceNumber'
        | 'documentType'
        | 'issueDate'
        | 'dueDate'
        | 'purchaseOrder'
        | 'invoiceDiscount'
        | 'discountAmount'
        | 'taxAmount'
        | 'netTotal'
        | 'pricesIncludeTax'
        | 'total'
        | 'paid'
        | 'paidOn'
        | 'balance'
        | 'status'
        | 'paymentStatus'
        | 'description'
        | 'quantity'
        | 'unitPrice'
        | 'lineDiscount'
        | 'lineDiscountAmount'
        | 'taxRate'
        | 'lineTax'
        | 'secondTax'
        | 'tax'
        | null
      )[]
    | null
  /** The second file, with the lines of the invoices. */
  lines: {
    fileName: string
    reading: ReadingOfFile
    columns: {
      name: string
      /** null: the column is left out. */
      field:
        | 'customerName'
        | 'accountNumber'
        | 'customerEmail'
        | 'customerPhone'
        | 'customerSecondPhone'
        | 'billingLine1'
        | 'billingLine2'
        | 'billingCity'
        | 'billingRegion'
        | 'billingPostalCode'
        | 'billingCountry'
        | 'shippingLine1'
        | 'shippingLine2'
        | 'shippingCity'
        | 'shippingRegion'
        | 'shippingPostalCode'
        | 'shippingCountry'
        | 'currency'
        | 'paymentTermsDays'
        | 'notes'
        | 'customerExternalId'
        | 'active'
        | 'inactive'
        | 'fullName'
        | 'firstName'
        | 'lastName'
        | 'email'
        | 'phone'
        | 'secondPhone'
        | 'language'
        | 'timeZone'
        | 'jobTitle'
        | 'department'
        | 'receives'
        | 'primary'
        | 'externalId'
        | 'fullName2'
        | 'firstName2'
        | 'lastName2'
        | 'email2'
        | 'phone2'
        | 'jobTitle2'
        | 'fullName3'
        | 'firstName3'
        | 'lastName3'
        | 'email3'
        | 'phone3'
        | 'jobTitle3'
        | 'fullName4'
        | 'firstName4'
        | 'lastName4'
        | 'email4'
        | 'phone4'
        | 'jobTitle4'
        | 'fullName5'
        | 'firstName5'
        | 'lastName5'
        | 'email5'
        | 'phone5'
        | 'jobTitle5'
        | 'fullName6'
        | 'firstName6'
        | 'lastName6'
        | 'email6'
        | 'phone6'
        | 'jobTitle6'
        | 'invoiceNumber'
        | 'documentType'
        | 'issueDate'
        | 'dueDate'
        | 'purchaseOrder'
        | 'invoiceDiscount'
        | 'discountAmount'
        | 'taxAmount'
        | 'netTotal'
        | 'pricesIncludeTax'
        | 'total'
        | 'paid'
        | 'paidOn'
        | 'balance'
        | 'status'
        | 'paymentStatus'
        | 'description'
        | 'quantity'
        | 'unitPrice'
        | 'lineDiscount'
        | 'lineDiscountAmount'
        | 'taxRate'
        | 'lineTax'
        | 'secondTax'
        | 'tax'
        | null
      /** What it could be by its heading and its values, also where another column is that. */
      couldBe:
        | 'customerName'
        | 'accountNumber'
        | 'customerEmail'
        | 'customerPhone'
        | 'customerSecondPhone'
        | 'billingLine1'
        | 'billingLine2'
        | 'billingCity'
        | 'billingRegion'
        | 'billingPostalCode'
        | 'billingCountry'
        | 'shippingLine1'
        | 'shippingLine2'
        | 'shippingCity'
        | 'shippingRegion'
        | 'shippingPostalCode'
        | 'shippingCountry'
        | 'currency'
        | 'paymentTermsDays'
        | 'notes'
        | 'customerExternalId'
        | 'active'
        | 'inactive'
        | 'fullName'
        | 'firstName'
        | 'lastName'
        | 'email'
        | 'phone'
        | 'secondPhone'
        | 'language'
        | 'timeZone'
        | 'jobTitle'
        | 'department'
        | 'receives'
        | 'primary'
        | 'externalId'
        | 'fullName2'
        | 'firstName2'
        | 'lastName2'
        | 'email2'
        | 'phone2'
        | 'jobTitle2'
        | 'fullName3'
        | 'firstName3'
        | 'lastName3'
        | 'email3'
        | 'phone3'
        | 'jobTitle3'
        | 'fullName4'
        | 'firstName4'
        | 'lastName4'
        | 'email4'
        | 'phone4'
        | 'jobTitle4'
        | 'fullName5'
        | 'firstName5'
        | 'lastName5'
        | 'email5'
        | 'phone5'
        | 'jobTitle5'
        | 'fullName6'
        | 'firstName6'
        | 'lastName6'
        | 'email6'
        | 'phone6'
        | 'jobTitle6'
        | 'invoiceNumber'
        | 'documentType'
        | 'issueDate'
        | 'dueDate'
        | 'purchaseOrder'
        | 'invoiceDiscount'
        | 'discountAmount'
        | 'taxAmount'
        | 'netTotal'
        | 'pricesIncludeTax'
        | 'total'
        | 'paid'
        | 'paidOn'
        | 'balance'
        | 'status'
        | 'paymentStatus'
        | 'description'
        | 'quantity'
        | 'unitPrice'
        | 'lineDiscount'
        | 'lineDiscountAmount'
        | 'taxRate'
        | 'lineTax'
        | 'secondTax'
        | 'tax'
        | null
      /** Values from the rows that show most. */
      samples: string[]
    }[]
    /** What the columns would be by themselves, where they are as somebody chose for an earlier file with the same headings. null: nobody did. */
    recognized:
      | (
          | 'customerName'
          | 'accountNumber'
          | 'customerEmail'
          | 'customerPhone'
          | 'customerSecondPhone'
          | 'billingLine1'
          | 'billingLine2'
          | 'billingCity'
          | 'billingRegion'
          | 'billingPostalCode'
          | 'billingCountry'
          | 'shippingLine1'
          | 'shippingLine2'
          | 'shippingCity'
          | 'shippingRegion'
          | 'shippingPostalCode'
          | 'shippingCountry'
          | 'currency'
          | 'paymentTermsDays'
          | 'notes'
          | 'customerExternalId'
          | 'active'
          | 'inactive'
          | 'fullName'
          | 'firstName'
          | 'lastName'
          | 'email'
          | 'phone'
          | 'secondPhone'
          | 'language'
          | 'timeZone'
          | 'jobTitle'
          | 'department'
          | 'receives'
          | 'primary'
          | 'externalId'
          | 'fullName2'
          | 'firstName2'
          | 'lastName2'
          | 'email2'
          | 'phone2'
          | 'jobTitle2'
          | 'fullName3'
          | 'firstName3'
          | 'lastName3'
          | 'email3'
          | 'phone3'
          | 'jobTitle3'
          | 'fullName4'
          | 'firstName4'
          | 'lastName4'
          | 'email4'
          | 'phone4'
          | 'jobTitle4'
          | 'fullName5'
          | 'firstName5'
          | 'lastName5'
          | 'email5'
          | 'phone5'
          | 'jobTitle5'
          | 'fullName6'
          | 'firstName6'
          | 'lastName6'
          | 'email6'
          | 'phone6'
          | 'jobTitle6'
          | 'invoiceNumber'
          | 'documentType'
          | 'issueDate'
          | 'dueDate'
          | 'purchaseOrder'
          | 'invoiceDiscount'
          | 'discountAmount'
          | 'taxAmount'
          | 'netTotal'
          | 'pricesIncludeTax'
          | 'total'
          | 'paid'
          | 'paidOn'
          | 'balance'
          | 'status'
          | 'paymentStatus'
          | 'description'
          | 'quantity'
          | 'unitPrice'
          | 'lineDiscount'
          | 'lineDiscountAmount'
          | 'taxRate'
          | 'lineTax'
          | 'secondTax'
          | 'tax'
          | null
        )[]
      | null
    rowCount: number
  } | null
  /** What 01/02/2021 means. null: not said; a date that could be either is refused. */
  dateOrder: 'dayFirst' | 'monthFirst' | null
  /** What 1.234 means. null: not said; an amount that could be either is refused. */
  decimalSign: 'point' | 'comma' | null
  /** Mail a temporary password, or a link to set one where the organization mails links, to every contact of the file who has no portal access. Off: no mail at all. */
  issuePasswords: boolean
  /** Change names, phones and languages of people who are already here, at all their customers. */
  updatePeople: boolean
  /** Send reminders for the invoices of the file. Off: they are paused for each of these invoices. */
  remind: boolean
  /** What happens with customers that the file says are inactive. import: they become inactive customers, who receive nothing; nobody who is active here becomes inactive. leaveOut: their rows are not imported. */
  inactive: 'import' | 'leaveOut'
  /** Of both files. */
  rowCount: number
  /** Rows checked or imported so far, depending on the state. */
  doneCount: number
  /** How many are to be mailed portal access, once checked. null: nobody is. */
  toMail: number | null
  /** Temporary passwords, or links to set one, mailed so far. */
  passwordCount: number
  /** Rows by outcome, once checked; for invoices, the number of invoices. */
  counts: {
    create: number
    link: number
    change: number
    unchanged: number
    ask: number
    refuse: number
  } | null
  /** What the invoices that are made come to, by currency, once checked. */
  invoices:
    | {
        currency: string
        count: number
        totalMinor: number
      }[]
    | null
  /** What interrupted it, in words. null: nothing, or Portico was stopped. */
  trouble: string | null
  startedBy: string
  /** RFC 3339, UTC. */
  createdAt: string
  finishedAt: string | null
  /** When somebody began to undo it. */
  undoneAt: string | null
  /** How many rows were undone, and how many stay because something was built on them. */
  undone: {
    rows: number
    staying: number
  } | null
}

export type Customer = {
  /** A UUID (version 7). */
  id: string
  name: string
  accountNumber: string | null
  parent: {
    /** A UUID (version 7). */
    id: string
    name: string
  } | null
  email: string | null
  phone: string | null
  secondPhone: string | null
  billingAddress: AddressOutput | null
  shippingAddress: AddressOutput | null
  currency: string | null
  paymentTermsDays: number | null
  notes: string | null
  externalId: string | null
  /** What new contacts of this customer receive. null: what the organization says. */
  defaultReceives: Received | null
  /** What new contacts of this customer receive in effect: its own choice, or the organization’s. */
  newContactsReceive: {
    invoices?: 'to' | 'cc'
    reminders?: 'to' | 'cc'
    receipts?: 'to' | 'cc'
    statements?: 'to' | 'cc'
    notices?: 'to' | 'cc'
  }
  remindersPaused: boolean
  active: boolean
  /** RFC 3339, UTC. */
  createdAt: string
  /** RFC 3339, UTC. */
  updatedAt: string
  /** Send it back as If-Match to change this record. */
  version: number
}

export type CustomerAccount = {
  asOf: string
  currencies: AccountInCurrency[]
  /** The oldest due first, at most 500: the sums count all. */
  items: OpenItem[]
  itemCount: number
  /** Which letters a statement of it could not show, before one goes out by itself. */
  notPrinted: string | null
}

export type CustomerChange = {
  name?: string
  /** Unique within the organization. */
  accountNumber?: string | null
  parentId?: string | null
  /** When a customer is created, this address becomes its primary contact. */
  email?: string | null
  phone?: string | null
  secondPhone?: string | null
  billingAddress?: Address | null
  shippingAddress?: Address | null
  currency?: string | null
  paymentTermsDays?: number | null
  notes?: string | null
  /** What another system calls it, upper and lower case apart. Unique within the organization: one customer, and one contact. */
  externalId?: string | null
  defaultReceives?: Receives | null
}

export type CustomerInStep = {
  name?: string
  /** Unique within the organization. */
  accountNumber?: string | null
  parentId?: string | null
  /** When a customer is created, this address becomes its primary contact. */
  email?: string | null
  phone?: string | null
  secondPhone?: string | null
  billingAddress?: Address | null
  shippingAddress?: Address | null
  currency?: string | null
  paymentTermsDays?: number | null
  notes?: string | null
  defaultReceives?: Receives | null
  /** Makes the customer active or inactive. To change one that staff made inactive it must be said. */
  active?: boolean
}

export type CustomerLine = {
  /** A UUID (version 7). */
  id: string
  name: string
  accountNumber: string | null
  externalId: string | null
  active: boolean
  phone: string | null
  primaryContact: {
    /** A UUID (version 7). */
    id: string
    name: string
    email: string
    phone: string | null
  } | null
  /** Active contacts, counted up to 100. */
  contactCount: number
  /** What is open on its invoices and how much of that is overdue, by currency, the largest first. */
  open: {
    currency: string
    openMinor: number
    overdueMinor: number
    /** Paid, but not for any invoice yet. */
    creditMinor: number
  }[]
  /** RFC 3339, UTC. */
  updatedAt: string
}

export type Delivery = {
  /** A UUID (version 7). */
  id: string
  kind:
    | 'invoice'
    | 'reminder'
    | 'receipt'
    | 'statement'
    | 'notice'
    | 'temporaryPassword'
    | 'passwordLink'
    | 'forgottenPassword'
    | 'passwordChanged'
    | 'staffPasswordChanged'
    | 'newDevice'
    | 'contactAdded'
    | 'addressChanged'
    | 'staffInvitation'
    | 'staffPasswordLink'
    | 'webhookOff'
  /** Of the invoice, receipt, statement or reminder. */
  documentId: string | null
  /** The invoice that an invoice or a reminder is about. */
  invoiceId: string | null
  /** In which role the contact gets the document. */
  role: 'to' | 'cc' | null
  /** The same in words. */
  what: string
  to: string
  subject: string
  /** queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted. */
  state: DeliveryState
  /** Why it failed, was cancelled or waits, in a sentence. */
  reason: string | null
  customerId: string | null
  customerName: string | null
  contactId: string | null
  personId: string | null
  personName: string | null
  /** Mail to the person’s present address bounces: no document is sent to it. */
  addressBounced: boolean
  /** When it is sent for the first time; null: at once. */
  scheduledFor: string | null
  attemptCount: number
  /** RFC 3339, UTC. */
  createdAt: string
  nextTryAt: string | null
  finishedAt: string | null
  /** Whether its text is still kept. It cannot be sent again without, but says what became of it. */
  textKept: boolean
  canSendAgain: boolean
}

export type DeliveryAttempt = {
  number: number
  /** RFC 3339, UTC. */
  at: string
  outcome: 'accepted' | 'refused-for-now' | 'refused-for-good' | 'not-reached' | 'unknown' | 'not-written'
  /** What happened, in plain words. */
  sentence: string
  /** What the mail server said, or why there was no answer. */
  reply: string
}

export type DeliveryDetails = {
  /** A UUID (version 7). */
  id: string
  kind:
    | 'invoice'
    | 'reminder'
    | 'receipt'
    | 'statement'
    | 'notice'
    | 'temporaryPassword'
    | 'passwordLink'
    | 'forgottenPassword'
    | 'passwordChanged'
    | 'staffPasswordChanged'
    | 'newDevice'
    | 'contactAdded'
    | 'addressChanged'
    | 'staffInvitation'
    | 'staffPasswordLink'
    | 'webhookOff'
  /** Of the invoice, receipt, statement or reminder. */
  documentId: string | null
  /** The invoice that an invoice or a reminder is about. */
  invoiceId: string | null
  /** In which role the contact gets the document. */
  role: 'to' | 'cc' | null
  /** The same in words. */
  what: string
  to: string
  subject: string
  /** queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted. */
  state: DeliveryState
  /** Why it failed, was cancelled or waits, in a sentence. */
  reason: string | null
  customerId: string | null
  customerName: string | null
  contactId: string | null
  personId: string | null
  personName: string | null
  /** Mail to the person’s present address bounces: no document is sent to it. */
  addressBounced: boolean
  /** When it is sent for the first time; null: at once. */
  scheduledFor: string | null
  attemptCount: number
  /** RFC 3339, UTC. */
  createdAt: string
  nextTryAt: string | null
  finishedAt: string | null
  /** Whether its text is still kept. It cannot be sent again without, but says what became of it. */
  textKept: boolean
  canSendAgain: boolean
  /** The newest first. */
  attempts: DeliveryAttempt[]
  /** What was reported after the mail server took it, the newest first. */
  reports: DeliveryReport[]
}

export type DeliveryReport = {
  event: 'bounced' | 'delayed' | 'delivered' | 'complained'
  /** RFC 3339, UTC. */
  at: string
  /** What happened, in plain words. */
  sentence: string
  /** In the words of the one who reported it. */
  reason: string
}

/** queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted. */
export type DeliveryState = 'queued' | 'sent' | 'failed' | 'bounced' | 'cancelled'

export type Event = {
  /** Of what is in the journal, the id of its entry. */
  id: string
  /** contact.added: A contact was added to a customer. contact.changed: A contact changed: the job title, what they receive, primary or not, what they unsubscribed from, or which person it is. contact.deleted: A contact became inactive; or, with removed, is gone because the import that made it was undone. contact.undeleted: An inactive contact became active again. person.changed: A name, address, phone, language or time zone changed, or whether mail to the address bounces: for every contact of the person. access.issued: A temporary password or a link to set one was issued, or access that was revoked was given back. access.activated: Somebody set a password of their own: the first, or with a link after they forgot it. access.ended: Portal access was revoked, or ended with the address or the last active contact. delivery.sent: The mail server took an e-mail. delivery.failed: An e-mail was refused for good, or given up. delivery.bounced: An e-mail bounced: nobody is at the address, or it was reported to have come back. invoice.sent: An invoice got its number and is owed: mailed, scheduled, or issued without an e-mail. invoice.seen: A contact opened an invoice in the portal for the first time. invoice.paid: Nothing of an invoice is owed any more. import.done: An import came to its end. */
  type:
    | 'contact.added'
    | 'contact.changed'
    | 'contact.deleted'
    | 'contact.undeleted'
    | 'person.changed'
    | 'access.issued'
    | 'access.activated'
    | 'access.ended'
    | 'delivery.sent'
    | 'delivery.failed'
    | 'delivery.bounced'
    | 'invoice.sent'
    | 'invoice.seen'
    | 'invoice.paid'
    | 'import.done'
  /** RFC 3339, UTC. */
  at: string
  data: {
    /** What was done, as the journal calls it. */
    action?: string
    /** Who did it. */
    by: {
      kind: 'staff' | 'key' | 'person' | 'system'
      name: string
    }
    /** A UUID (version 7). */
    customerId?: string
    /** A UUID (version 7). */
    contactId?: string
    /** A UUID (version 7). */
    personId?: string
    /** A UUID (version 7). */
    invoiceId?: string
    /** A UUID (version 7). */
    deliveryId?: string
    /** Of the import that did it. */
    importId?: string
    /** Of a contact and a person: what changed, by field. Of an import: what it came to. */
    changes?: Record<
      string,
      {
        old?: unknown
        new?: unknown
      }
    >
    /** The contact is gone, because the import that made it was undone. */
    removed?: boolean
    /** Of contact events: as it was when the event was published, about a second after the change. What changed in between is in it already, and has an event of its own that follows. null: it is gone. */
    contact?: {
      /** A UUID (version 7). */
      id: string
      /** A UUID (version 7). */
      customerId: string
      jobTitle: string | null
      department: string | null
      receives: Received
      primary: boolean
      externalId: string | null
      /** The kinds of document that the contact asked not to get any more, and when. */
      unsubscribed: Unsubscribed
      active: boolean
      inactiveSince: string | null
      /** Grows with each change of the contact. */
      version: number
      person: {
        /** A UUID (version 7). */
        id: string
        firstName: string
        lastName: string
        email: string
        phone: string | null
        secondPhone: string | null
        /** null: the organization’s. */
        language: string | null
        timeZone: string | null
        /** Since when mail to the address bounces, and why. */
        emailBounce: {
          /** RFC 3339, UTC. */
          at: string
          reason: string
        } | null
        /** Grows with each change of the person. */
        version: number
      }
    } | null
    /** Of person events: as it was when the event was published, about a second after the change. What changed in between is in it already, and has an event of its own that follows. null: they are gone. */
    person?: {
      /** A UUID (version 7). */
      id: string
      firstName: string
      lastName: string
      email: string
      phone: string | null
      secondPhone: string | null
      /** null: the organization’s. */
      language: string | null
      timeZone: string | null
      /** Since when mail to the address bounces, and why. */
      emailBounce: {
        /** RFC 3339, UTC. */
        at: string
        reason: string
      } | null
      /** Grows with each change of the person. */
      version: number
    } | null
    /** Of invoice events: as it was when the event was published, about a second after the change. What changed in between is in it already, and has an event of its own that follows. null: it is gone. */
    invoice?: {
      number: string | null
      currency: string
      totalMinor: number
      paidMinor: number
      balanceMinor: number
      issueDate: string
      dueDate: string
    } | null
    /** Of an e-mail: what it is, such as invoice. */
    kind?: string
    /** Of an e-mail: the address it went to. */
    email?: string
    /** Of an e-mail: why it failed or bounced. */
    reason?: string
  }
}

export type Failing = {
  work: 'reminders' | 'statements'
  invoiceId: string | null
  invoiceNumber: string | null
  /** null: all of the organization’s failed. */
  customerId: string | null
  customerName: string | null
  /** RFC 3339, UTC. */
  since: string
  /** How often it was tried. */
  times: number
}

export type ForThisOnce = {
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
}

export type FoundNobody = {
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  /** For people: "2 contacts, none receives reminders". */
  why: string
  /** The newest. */
  at: string
  invoices: {
    /** A UUID (version 7). */
    id: string
    number: string
  }[]
}

export type ImportRow = {
  number: number
  /** Where the row begins in the file. */
  line: number
  /** Of the second file, the lines of the invoices. */
  ofLines: boolean
  cells: string[]
  /** null: not checked yet. */
  outcome: 'create' | 'link' | 'change' | 'unchanged' | 'ask' | 'refuse' | 'undone' | 'stays' | null
  /** What will be done, or was done, and why: in sentences. */
  says: string[]
}

export type Invoice = {
  /** A UUID (version 7). */
  id: string
  /** null: a draft. */
  number: string | null
  /** overdue: it is open, and the due date has passed where the organization is. */
  status: InvoiceStatus
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  totalMinor: number
  balanceMinor: number
  disputed: boolean
  /** As it is today. */
  customer: {
    /** A UUID (version 7). */
    id: string
    name: string
    accountNumber: string | null
    active: boolean
  }
  /** As the PDF says: as of the day of the newest revision; of a draft, as of today. */
  seller: {
    name: string
    /** As the lines of an envelope. */
    address: string
    taxId: string | null
    email: string | null
    paymentInstructions: string | null
    footer: string | null
    logoId: string | null
  }
  /** The customer, as the PDF says: as of the day of the newest revision. */
  buyer: {
    name: string
    accountNumber: string | null
    /** As the lines of an envelope. */
    address: string
  }
  notes: string | null
  lines: InvoiceLine[]
  discountPercent: string
  /** The sum of the lines. */
  subtotalMinor: number
  discountMinor: number
  taxes: {
    rate: string
    netMinor: number
    taxMinor: number
  }[]
  taxMinor: number
  paidMinor: number
  /** 0: a draft. Each edit after sending makes the next. */
  revision: number
  disputedSince: string | null
  disputeNote: string | null
  remindersPaused: boolean
  sentAt: string | null
  paidAt: string | null
  voidedAt: string | null
  voidReason: string | null
  /** RFC 3339, UTC. */
  createdAt: string
  /** RFC 3339, UTC. */
  updatedAt: string
  /** Send it back as If-Match to change this record. */
  version: number
}

export type InvoiceBatch = {
  /** A UUID (version 7). */
  id: string
  state: 'running' | 'done'
  count: number
  sentCount: number
  /** Nobody would receive them: they stay as they were. */
  nobodyCount: number
  refusedCount: number
  /** When the e-mails go out; null: at once. */
  at: string | null
  startedBy: string
  /** RFC 3339, UTC. */
  createdAt: string
  finishedAt: string | null
}

export type InvoiceChange = {
  /** A UUID (version 7). */
  customerId?: string
  currency?: string
  issueDate?: string
  dueDate?: string
  purchaseOrder?: string | null
  notes?: string | null
  lines?: NewLine[]
  discountPercent?: string
}

/** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
export type InvoiceDelivery =
  'notSent' | 'scheduled' | 'sending' | 'mailed' | 'partly' | 'notDelivered' | 'notKept'

export type InvoiceLine = {
  description: string
  quantity: string
  unitPriceMinor: number
  discountPercent: string
  taxRate: string
  amountMinor: number
}

export type InvoiceRow = {
  /** A UUID (version 7). */
  id: string
  /** null: a draft. */
  number: string | null
  /** overdue: it is open, and the due date has passed where the organization is. */
  status: InvoiceStatus
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  totalMinor: number
  balanceMinor: number
  disputed: boolean
}

export type InvoiceSending = {
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
  /** Addresses that are no contact’s. */
  addresses?: {
    email: string
    name?: string
    role?: 'to' | 'cc'
    /** Adds it as a contact of this customer, who receives invoices. */
    keep?: boolean
  }[]
  /** By default the organization’s. */
  subject?: string
  message?: string
  /** Send it then instead of at once; within a year. */
  at?: string
}

/** overdue: it is open, and the due date has passed where the organization is. */
export type InvoiceStatus = 'draft' | 'sent' | 'partlyPaid' | 'paid' | 'overdue' | 'void'

export type InvoiceView = {
  /** A UUID (version 7). */
  personId: string
  /** Their place at the customer of the invoice; null: they have none now. */
  contactId: string | null
  name: string
  email: string
  /** RFC 3339, UTC. */
  firstAt: string
  /** RFC 3339, UTC. */
  lastAt: string
  times: number
}

export type InvoicingSettings = {
  numberPrefix: string
  numberDigits: number
  nextNumber: number
  defaultTermsDays: number
  defaultTaxRate: string
  sellerAddress: AddressOutput | null
  sellerEmail: string | null
  taxId: string | null
  paymentInstructions: string | null
  footer: string | null
  logo: {
    type: 'image/png' | 'image/jpeg'
    base64: string
  } | null
  /** false: e-mails carry only a link to the portal, or the PDF for those who have no portal access. */
  attachPdf: boolean
  templates: {
    invoice: {
      subject: string
      message: string
      own: boolean
    }
    receipt: {
      subject: string
      message: string
      own: boolean
    }
    statement: {
      subject: string
      message: string
      own: boolean
    }
    notice: {
      subject: string
      message: string
      own: boolean
    }
  }
  /** Send it back as If-Match. */
  version: number
}

export type IssuedPassword =
  | {
      generate: true
    }
  | {
      password: string
    }

export type JournalEntry = {
  /** A UUID (version 7). */
  id: string
  /** RFC 3339, UTC. */
  at: string
  /** Staff, an API key by the name of its program, a contact, or Portico itself. */
  actor: {
    kind: 'staff' | 'key' | 'person' | 'system'
    name: string
  }
  /** What was done, such as contact.added. */
  action: string
  /** The same in words. */
  sentence: string
  customerId: string | null
  customerName: string | null
  contactId: string | null
  personId: string | null
  personName: string | null
  invoiceId: string | null
  invoiceNumber: string | null
  /** How often it happened, where repeats are listed once an hour, such as refused sign-ins. */
  times: number
  /** When it happened last, where repeats are listed once an hour. */
  lastAt: string | null
  changes: {
    field: string
    old: string | null
    new: string | null
  }[]
}

export type KeptContact = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  jobTitle: string | null
  department: string | null
  receives: Received
  externalId: string | null
  /** The kinds of document that the contact asked not to get any more, and when. */
  unsubscribed: Unsubscribed
  /** Since when mail to the address bounces, and why. No document is sent to it. */
  emailBounce: {
    /** RFC 3339, UTC. */
    at: string
    reason: string
  } | null
  primary: boolean
  active: boolean
  inactiveSince: string | null
  portalAccess: PortalAccess
  /** When the contact, or the person at any of their customers, last changed. Portal access has times of its own. */
  updatedAt: string
  customerName: string
  /** A UUID (version 7). */
  personId: string
  secondPhone: string | null
  /** null: the organization’s. */
  language: string | null
  timeZone: string | null
  /** The same person at other customers: the active ones first, by name, a hundred at most. */
  elsewhere: {
    /** A UUID (version 7). */
    contactId: string
    /** A UUID (version 7). */
    customerId: string
    customerName: string
    active: boolean
  }[]
  /** At how many other customers the person is a contact, active or not. */
  elsewhereCount: number
  recentActivity: JournalEntry[]
  /** RFC 3339, UTC. */
  createdAt: string
  /** Counts changes of the contact and of the person. Send it back as If-Match. */
  version: number
  /** What was sent and differs, but stays, because the person is a contact of other customers, too. */
  stayed: ('firstName' | 'lastName' | 'phone' | 'secondPhone' | 'language' | 'timeZone')[]
}

export type KnownPerson = {
  /** A UUID (version 7). */
  id: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  /** none: no password, or a temporary one that has expired. Only then may a new one be issued with a contact. */
  portalAccess: 'none' | 'given' | 'revoked'
  /** The active ones first, by name, a hundred at most. */
  contacts: {
    /** A UUID (version 7). */
    contactId: string
    /** A UUID (version 7). */
    customerId: string
    customerName: string
    active: boolean
  }[]
  /** At how many customers they are a contact, active or not. */
  contactCount: number
}

export type MadeStatement = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  asOf: string
  /** Made by itself, once a month. */
  monthly: boolean
  currencies: {
    currency: string
    totalMinor: number
    overdueMinor: number
  }[]
  openCount: number
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  /** RFC 3339, UTC. */
  createdAt: string
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
}

export type Mapping = {
  /** What each column is, in the order of the columns; null leaves one out. */
  fields: (
    | 'customerName'
    | 'accountNumber'
    | 'customerEmail'
    | 'customerPhone'
    | 'customerSecondPhone'
    | 'billingLine1'
    | 'billingLine2'
    | 'billingCity'
    | 'billingRegion'
    | 'billingPostalCode'
    | 'billingCountry'
    | 'shippingLine1'
    | 'shippingLine2'
    | 'shippingCity'
    | 'shippingRegion'
    | 'shippingPostalCode'
    | 'shippingCountry'
    | 'currency'
    | 'paymentTermsDays'
    | 'notes'
    | 'customerExternalId'
    | 'active'
    | 'inactive'
    | 'fullName'
    | 'firstName'
    | 'lastName'
    | 'email'
    | 'phone'
    | 'secondPhone'
    | 'language'
    | 'timeZone'
    | 'jobTitle'
    | 'department'
    | 'receives'
    | 'primary'
    | 'externalId'
    | 'fullName2'
    | 'firstName2'
    | 'lastName2'
    | 'email2'
    | 'phone2'
    | 'jobTitle2'
    | 'fullName3'
    | 'firstName3'
    | 'lastName3'
    | 'email3'
    | 'phone3'
    | 'jobTitle3'
    | 'fullName4'
    | 'firstName4'
    | 'lastName4'
    | 'email4'
    | 'phone4'
    | 'jobTitle4'
    | 'fullName5'
    | 'firstName5'
    | 'lastName5'
    | 'email5'
    | 'phone5'
    | 'jobTitle5'
    | 'fullName6'
    | 'firstName6'
    | 'lastName6'
    | 'email6'
    | 'phone6'
    | 'jobTitle6'
    | 'invoiceNumber'
    | 'documentType'
    | 'issueDate'
    | 'dueDate'
    | 'purchaseOrder'
    | 'invoiceDiscount'
    | 'discountAmount'
    | 'taxAmount'
    | 'netTotal'
    | 'pricesIncludeTax'
    | 'total'
    | 'paid'
    | 'paidOn'
    | 'balance'
    | 'status'
    | 'paymentStatus'
    | 'description'
    | 'quantity'
    | 'unitPrice'
    | 'lineDiscount'
    | 'lineDiscountAmount'
    | 'taxRate'
    | 'lineTax'
    | 'secondTax'
    | 'tax'
    | null
  )[]
  /** The same of the second file, the lines of the invoices. */
  lineFields?: (
    | 'customerName'
    | 'accountNumber'
    | 'customerEmail'
    | 'customerPhone'
    | 'customerSecondPhone'
    | 'billingLine1'
    | 'billingLine2'
    | 'billingCity'
    | 'billingRegion'
    | 'billingPostalCode'
    | 'billingCountry'
    | 'shippingLine1'
    | 'shippingLine2'
    | 'shippingCity'
    | 'shippingRegion'
    | 'shippingPostalCode'
    | 'shippingCountry'
    | 'currency'
    | 'paymentTermsDays'
    | 'notes'
    | 'customerExternalId'
    | 'active'
    | 'inactive'
    | 'fullName'
    | 'firstName'
    | 'lastName'
    | 'email'
    | 'phone'
    | 'secondPhone'
    | 'language'
    | 'timeZone'
    | 'jobTitle'
    | 'department'
    | 'receives'
    | 'primary'
    | 'externalId'
    | 'fullName2'
    | 'firstName2'
    | 'lastName2'
    | 'email2'
    | 'phone2'
    | 'jobTitle2'
    | 'fullName3'
    | 'firstName3'
    | 'lastName3'
    | 'email3'
    | 'phone3'
    | 'jobTitle3'
    | 'fullName4'
    | 'firstName4'
    | 'lastName4'
    | 'email4'
    | 'phone4'
    | 'jobTitle4'
    | 'fullName5'
    | 'firstName5'
    | 'lastName5'
    | 'email5'
    | 'phone5'
    | 'jobTitle5'
    | 'fullName6'
    | 'firstName6'
    | 'lastName6'
    | 'email6'
    | 'phone6'
    | 'jobTitle6'
    | 'invoiceNumber'
    | 'documentType'
    | 'issueDate'
    | 'dueDate'
    | 'purchaseOrder'
    | 'invoiceDiscount'
    | 'discountAmount'
    | 'taxAmount'
    | 'netTotal'
    | 'pricesIncludeTax'
    | 'total'
    | 'paid'
    | 'paidOn'
    | 'balance'
    | 'status'
    | 'paymentStatus'
    | 'description'
    | 'quantity'
    | 'unitPrice'
    | 'lineDiscount'
    | 'lineDiscountAmount'
    | 'taxRate'
    | 'lineTax'
    | 'secondTax'
    | 'tax'
    | null
  )[]
  /** What 01/02/2021 means. null: not said; a date that could be either is refused. */
  dateOrder?: 'dayFirst' | 'monthFirst' | null
  /** What 1.234 means. null: not said; an amount that could be either is refused. */
  decimalSign?: 'point' | 'comma' | null
  /** Mail a temporary password, or a link to set one where the organization mails links, to every contact of the file who has no portal access. Off: no mail at all. */
  issuePasswords?: boolean
  /** Change names, phones and languages of people who are already here, at all their customers. */
  updatePeople?: boolean
  /** Send reminders for the invoices of the file. Off: they are paused for each of these invoices. */
  remind?: boolean
  /** What happens with customers that the file says are inactive. import: they become inactive customers, who receive nothing; nobody who is active here becomes inactive. leaveOut: their rows are not imported. */
  inactive?: 'import' | 'leaveOut'
}

export type NewContact = {
  email: string
  firstName?: string
  lastName?: string
  phone?: string | null
  secondPhone?: string | null
  language?: string | null
  timeZone?: string | null
  jobTitle?: string | null
  department?: string | null
  /** Left out: what the customer says for new contacts. */
  receives?: Receives
  primary?: boolean
  /** What another system calls it, upper and lower case apart. Unique within the organization: one customer, and one contact. */
  externalId?: string | null
  /** Issues a temporary password by mail, or a link to set one where the organization mails links. null issues none for now. Somebody whose address is known and who has access keeps the password they have: a typed one then is refused. */
  portalPassword?: IssuedPassword | null
}

export type NewCustomer = {
  name: string
  /** Unique within the organization. */
  accountNumber?: string | null
  parentId?: string | null
  /** When a customer is created, this address becomes its primary contact. */
  email?: string | null
  phone?: string | null
  secondPhone?: string | null
  billingAddress?: Address | null
  shippingAddress?: Address | null
  currency?: string | null
  paymentTermsDays?: number | null
  notes?: string | null
  /** What another system calls it, upper and lower case apart. Unique within the organization: one customer, and one contact. */
  externalId?: string | null
  defaultReceives?: Receives | null
}

export type NewInvoice = {
  /** A UUID (version 7). */
  customerId: string
  currency?: string
  issueDate?: string
  dueDate?: string
  purchaseOrder?: string | null
  notes?: string | null
  lines?: NewLine[]
  discountPercent?: string
}

export type NewLine = {
  description: string
  quantity?: string
  unitPriceMinor: number
  discountPercent?: string
  /** By default the organization’s. */
  taxRate?: string
}

export type NewNotice = {
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
  /** Addresses that are no contact’s. */
  addresses?: {
    email: string
    name?: string
    role?: 'to' | 'cc'
    /** Adds it as a contact of this customer, who receives invoices. */
    keep?: boolean
  }[]
  /** By default the organization’s. */
  subject?: string
  message: string
}

export type NewPayment = {
  /** A UUID (version 7). */
  customerId: string
  /** In the smallest unit of the currency, such as cents. */
  amountMinor: number
  /** By default that of the invoices it pays, or of the one that is due first. */
  currency?: string
  /** Today by default. */
  receivedOn?: string
  method?: PaymentMethod
  reference?: string | null
  note?: string | null
  /** Which invoices it pays. Left out: those with the earliest due dates first. Empty: none, it stays as credit. */
  allocations?: {
    /** A UUID (version 7). */
    invoiceId: string
    /** In the smallest unit of the currency, such as cents. */
    amountMinor: number
  }[]
  /** Mails a receipt to those who receive receipts. */
  sendReceipt?: boolean
}

export type NewStatement = {
  /** Today by default. */
  asOf?: string
  /** Mails it to those who receive statements. */
  send?: boolean
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
}

export type NotDelivered = {
  /** A UUID (version 7). */
  deliveryId: string
  kind: 'invoice' | 'reminder' | 'receipt' | 'statement' | 'notice'
  invoiceId: string | null
  invoiceNumber: string | null
  customerId: string | null
  customerName: string | null
  /** null: an address for that once. */
  contactId: string | null
  personName: string | null
  to: string
  /** RFC 3339, UTC. */
  at: string
  /** In a sentence. */
  reason: string
  /** Another recipient of the same document got it. */
  othersGotIt: boolean
  /** correctAddress: mail to the contact’s address bounces. sendAgain: it was given up, or the address is another one now. sendToAnother: it is nobody’s address here any more. */
  remedy: 'correctAddress' | 'sendAgain' | 'sendToAnother'
}

/** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
export type NotPrinted = string | null

export type OpenItem = {
  /** A UUID (version 7). */
  invoiceId: string
  number: string
  currency: string
  issueDate: string
  dueDate: string
  totalMinor: number
  balanceMinor: number
  disputed: boolean
}

export type Organization = {
  /** A UUID (version 7). */
  id: string
  name: string
  slug: string
  accentColor: string
  timeZone: string
  language: string
  currency: string
  credentialMail: 'password' | 'link'
  temporaryPasswordHours: number
  passwordMinLength: number
  /** A session of staff that is unused for so long ends. */
  staffSessionIdleHours: number
  /** A session of staff ends after so many days in any case. */
  staffSessionDays: number
  /** The same for contacts in the portal. */
  portalSessionIdleHours: number
  /** The same for contacts in the portal. */
  portalSessionDays: number
  /** What new contacts receive where their customer says nothing else. */
  newContactsReceive: {
    invoices?: 'to' | 'cc'
    reminders?: 'to' | 'cc'
    receipts?: 'to' | 'cc'
    statements?: 'to' | 'cc'
    notices?: 'to' | 'cc'
  }
  /** The customer portal's address. */
  portalUrl: string
  /** Send it back as If-Match to change this record. */
  version: number
}

export type OwedInCurrency = {
  currency: string
  /** The sum of the ages. */
  openMinor: number
  openCount: number
  overdueMinor: number
  overdueCount: number
  /** All five, the youngest first. */
  ages: {
    /** How long it is overdue. current: it is not. */
    age: Age
    amountMinor: number
    count: number
  }[]
  /** The eight customers with most open. */
  owesMost: {
    /** A UUID (version 7). */
    customerId: string
    customerName: string
    /** All that is open, as the customer’s account, statements and portal show it. */
    openMinor: number
    /** How much of it is overdue. */
    overdueMinor: number
    /** What the customer’s payments left over, to be set against it. */
    creditMinor: number
    /** Open invoices. */
    count: number
    oldestDueDate: string
  }[]
}

export type Payment = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  currency: string
  /** Below zero: a reversal. */
  amountMinor: number
  receivedOn: string
  method: PaymentMethod
  reference: string | null
  note: string | null
  allocations: {
    /** A UUID (version 7). */
    invoiceId: string
    number: string
    amountMinor: number
  }[]
  /** Pays no invoice yet: the customer’s credit. */
  unallocatedMinor: number
  reverses: string | null
  reversedBy: string | null
  createdBy: string
  /** RFC 3339, UTC. */
  createdAt: string
}

export type PaymentMethod = 'transfer' | 'card' | 'cash' | 'cheque' | 'directDebit' | 'other'

export type PortalAccess = {
  /** none: no credential. invited: a link to set a password is out. temporary: a temporary password is out. expired: it was, and was not used in time. active: they chose their own. locked: staff revoked access. */
  state: 'none' | 'invited' | 'temporary' | 'expired' | 'active' | 'locked'
  issuedAt: string | null
  expiresAt: string | null
  chosenAt: string | null
  lastSignInAt: string | null
}

export type ReadingOfFile = {
  format: 'csv' | 'xlsx' | 'ods' | 'vcard'
  /** null: a workbook says it itself. */
  encoding:
    | 'utf-8'
    | 'utf-16le'
    | 'utf-16be'
    | 'windows-1252'
    | 'windows-1250'
    | 'windows-1251'
    | 'windows-1253'
    | 'windows-1254'
    | 'iso-8859-1'
    | 'iso-8859-2'
    | 'iso-8859-15'
    | 'koi8-r'
    | 'cp850'
    | 'cp437'
    | 'macintosh'
    | 'shift_jis'
    | 'euc-jp'
    | 'gb18030'
    | 'big5'
    | 'euc-kr'
    | null
  /** The encoding is a guess that another is as good as: say which, or the file is not checked. */
  encodingIsAsked: boolean
  /** What words of the file would be in other encodings, the likely ones first. */
  encodings: {
    encoding:
      | 'utf-8'
      | 'utf-16le'
      | 'utf-16be'
      | 'windows-1252'
      | 'windows-1250'
      | 'windows-1251'
      | 'windows-1253'
      | 'windows-1254'
      | 'iso-8859-1'
      | 'iso-8859-2'
      | 'iso-8859-15'
      | 'koi8-r'
      | 'cp850'
      | 'cp437'
      | 'macintosh'
      | 'shift_jis'
      | 'euc-jp'
      | 'gb18030'
      | 'big5'
      | 'euc-kr'
    samples: string[]
  }[]
  delimiter: ',' | ';' | '\t' | '|' | null
  sheet: string | null
  /** Of a workbook. */
  sheets: string[]
  /** The line that names the columns. 0: none does. null: the file has no lines, as vCard. */
  headerLine: number | null
  /** Among them is the line that names the columns. */
  firstRows: {
    line: number
    cells: string[]
  }[]
  /** What was left out of the file, or read otherwise than the rest. */
  notes: string[]
  /** What somebody said of it. */
  chosen: {
    /** How the bytes of a CSV or vCard file are read as letters. null: as Portico finds. */
    encoding?:
      | 'utf-8'
      | 'utf-16le'
      | 'utf-16be'
      | 'windows-1252'
      | 'windows-1250'
      | 'windows-1251'
      | 'windows-1253'
      | 'windows-1254'
      | 'iso-8859-1'
      | 'iso-8859-2'
      | 'iso-8859-15'
      | 'koi8-r'
      | 'cp850'
      | 'cp437'
      | 'macintosh'
      | 'shift_jis'
      | 'euc-jp'
      | 'gb18030'
      | 'big5'
      | 'euc-kr'
      | null
    /** Of a CSV file. null: as Portico finds. */
    delimiter?: ',' | ';' | '\t' | '|' | null
    /** The line that names the columns; 0: none does. null: as Portico finds. */
    headerLine?: number | null
    /** Of a workbook. null: as Portico finds. */
    sheet?: string | null
  }
}

export type Received = {
  invoices?: 'to' | 'cc'
  reminders?: 'to' | 'cc'
  receipts?: 'to' | 'cc'
  statements?: 'to' | 'cc'
  notices?: 'to' | 'cc'
}

export type ReceivedKind = 'invoices' | 'reminders' | 'receipts' | 'statements' | 'notices'

/** Left out: what the customer says for new contacts. */
export type Receives = {
  invoices?: 'to' | 'cc'
  reminders?: 'to' | 'cc'
  receipts?: 'to' | 'cc'
  statements?: 'to' | 'cc'
  notices?: 'to' | 'cc'
}

export type Recipient = {
  /** null: an address for this once. */
  contactId: string | null
  name: string
  email: string
  /** null: does not get it. */
  role: 'to' | 'cc' | null
  /** Why, for programs. */
  code: string
  /** Why, in words. */
  why: string
}

export type RecordedPayment = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  currency: string
  /** Below zero: a reversal. */
  amountMinor: number
  receivedOn: string
  method: PaymentMethod
  reference: string | null
  note: string | null
  allocations: {
    /** A UUID (version 7). */
    invoiceId: string
    number: string
    amountMinor: number
  }[]
  /** Pays no invoice yet: the customer’s credit. */
  unallocatedMinor: number
  reverses: string | null
  reversedBy: string | null
  createdBy: string
  /** RFC 3339, UTC. */
  createdAt: string
  /** nobody: one was asked for, but nobody receives receipts. null: none was asked for. */
  receipt: 'sent' | 'nobody' | null
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
}

export type ReminderNow = {
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
  /** Addresses that are no contact’s. */
  addresses?: {
    email: string
    name?: string
    role?: 'to' | 'cc'
    /** Adds it as a contact of this customer, who receives invoices. */
    keep?: boolean
  }[]
  /** By default the organization’s. */
  subject?: string
  message?: string
  /** Which step of the schedule it is: by default the next one. null: none, in the usual words of a reminder. The schedule sends neither this step nor an earlier one any more. */
  stepId?: string | null
}

export type ReminderSettings = {
  on: boolean
  /** Reminders whose day was earlier are not sent; an invoice that was overdue by then gets the next one on its day. */
  onSince: string | null
  /** Where the organization is: nothing goes out at night. */
  sendFromHour: number
  sendUntilHour: number
  /** The schedule, the earliest step first. */
  steps: ReminderStep[]
  version: number
}

export type ReminderStep = {
  /** A UUID (version 7). */
  id: string
  /** Days after the due date; below zero: before it. */
  days: number
  /** subscribers: who receives reminders. primary: only the primary contact. everyone: all active contacts, those who do not receive reminders as Cc. */
  audience: Audience
  subject: string
  message: string
  /** Send it back as If-Match to change this record. */
  version: number
}

export type Rereading = {
  /** How the bytes of a CSV or vCard file are read as letters. null: as Portico finds. */
  encoding?:
    | 'utf-8'
    | 'utf-16le'
    | 'utf-16be'
    | 'windows-1252'
    | 'windows-1250'
    | 'windows-1251'
    | 'windows-1253'
    | 'windows-1254'
    | 'iso-8859-1'
    | 'iso-8859-2'
    | 'iso-8859-15'
    | 'koi8-r'
    | 'cp850'
    | 'cp437'
    | 'macintosh'
    | 'shift_jis'
    | 'euc-jp'
    | 'gb18030'
    | 'big5'
    | 'euc-kr'
    | null
  /** Of a CSV file. null: as Portico finds. */
  delimiter?: ',' | ';' | '\t' | '|' | null
  /** The line that names the columns; 0: none does. null: as Portico finds. */
  headerLine?: number | null
  /** Of a workbook. null: as Portico finds. */
  sheet?: string | null
  /** Of invoices in two files: which one. */
  file?: 'first' | 'lines'
}

export type Sending = {
  /** Contacts who get it as well, or in another role. */
  add?: {
    /** A UUID (version 7). */
    contactId: string
    role: 'to' | 'cc'
  }[]
  /** Contacts who do not get it. */
  leaveOut?: string[]
  /** Addresses that are no contact’s. */
  addresses?: {
    email: string
    name?: string
    role?: 'to' | 'cc'
    /** Adds it as a contact of this customer, who receives invoices. */
    keep?: boolean
  }[]
  /** By default the organization’s. */
  subject?: string
  message?: string
}

export type SendingPreview = {
  /** Before it is filled in. */
  template: {
    subject: string
    message: string
  }
  recipients: {
    /** null: an address for this once. */
    contactId: string | null
    name: string
    email: string
    /** null: does not get it. */
    role: 'to' | 'cc' | null
    /** Why, for programs. */
    code: string
    /** Why, in words. */
    why: string
    subject: string | null
    message: string | null
    /** The name of the PDF that is attached. */
    attachment: string | null
    /** button: leads to it in the portal. ask: says who to ask for access, which they do not have. */
    portal: 'button' | 'ask' | null
  }[]
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
  /** Where those who have no access can ask for it. */
  sellerEmail: string | null
}

export type SentInvoice = {
  /** A UUID (version 7). */
  id: string
  /** null: a draft. */
  number: string | null
  /** overdue: it is open, and the due date has passed where the organization is. */
  status: InvoiceStatus
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  totalMinor: number
  balanceMinor: number
  disputed: boolean
  /** As it is today. */
  customer: {
    /** A UUID (version 7). */
    id: string
    name: string
    accountNumber: string | null
    active: boolean
  }
  /** As the PDF says: as of the day of the newest revision; of a draft, as of today. */
  seller: {
    name: string
    /** As the lines of an envelope. */
    address: string
    taxId: string | null
    email: string | null
    paymentInstructions: string | null
    footer: string | null
    logoId: string | null
  }
  /** The customer, as the PDF says: as of the day of the newest revision. */
  buyer: {
    name: string
    accountNumber: string | null
    /** As the lines of an envelope. */
    address: string
  }
  notes: string | null
  lines: InvoiceLine[]
  discountPercent: string
  /** The sum of the lines. */
  subtotalMinor: number
  discountMinor: number
  taxes: {
    rate: string
    netMinor: number
    taxMinor: number
  }[]
  taxMinor: number
  paidMinor: number
  /** 0: a draft. Each edit after sending makes the next. */
  revision: number
  disputedSince: string | null
  disputeNote: string | null
  remindersPaused: boolean
  sentAt: string | null
  paidAt: string | null
  voidedAt: string | null
  voidReason: string | null
  /** RFC 3339, UTC. */
  createdAt: string
  /** RFC 3339, UTC. */
  updatedAt: string
  /** Send it back as If-Match to change this record. */
  version: number
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
}

export type Statement = {
  /** A UUID (version 7). */
  id: string
  /** A UUID (version 7). */
  customerId: string
  asOf: string
  /** Made by itself, once a month. */
  monthly: boolean
  currencies: {
    currency: string
    totalMinor: number
    overdueMinor: number
  }[]
  openCount: number
  /** notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed. */
  delivery: InvoiceDelivery
  /** RFC 3339, UTC. */
  createdAt: string
}

export type StatementSettings = {
  on: boolean
  /** Of the month. */
  day: number
  onSince: string | null
  /** Where the organization is: the hours of reminders. */
  sendFromHour: number
  sendUntilHour: number
  /** Send it back as If-Match. */
  version: number
}

export type Status = 'active' | 'inactive' | 'all'

export type UnreachableCustomer = {
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  accountNumber: string | null
  /** For people: "2 contacts, none receives reminders". */
  why: string
}

/** The kinds of document that the contact asked not to get any more, and when. */
export type Unsubscribed = {
  /** RFC 3339, UTC. */
  invoices?: string
  /** RFC 3339, UTC. */
  reminders?: string
  /** RFC 3339, UTC. */
  receipts?: string
  /** RFC 3339, UTC. */
  statements?: string
  /** RFC 3339, UTC. */
  notices?: string
}

export type UpcomingReminder = {
  date: string
  /** A UUID (version 7). */
  invoiceId: string
  number: string
  /** A UUID (version 7). */
  customerId: string
  customerName: string
  dueDate: string
  currency: string
  balanceMinor: number
  /** A UUID (version 7). */
  stepId: string
  days: number
  /** As of now: those who get it, and those who do not. */
  recipients: Recipient[]
  /** Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them. */
  notPrinted: NotPrinted
}

/** Of an edit: the version that was read. */
interface Version {
  version: number
}

/** Of what is to be done once. The client chooses a key for each call if none is given. */
interface Once {
  idempotencyKey?: string
}

export type ProblemCode =
  | 'access-taken-away'
  | 'account-number-taken'
  | 'address-bounced'
  | 'address-taken'
  | 'already-a-contact'
  | 'already-joined'
  | 'already-set-up'
  | 'already-staff'
  | 'answer-not-kept'
  | 'busy'
  | 'circle-of-parents'
  | 'conflict'
  | 'contact-of-another'
  | 'database-away'
  | 'day-taken'
  | 'events-not-kept'
  | 'external-id-taken'
  | 'idempotency-in-flight'
  | 'idempotency-key-reused'
  | 'import-not-ready'
  | 'inactive-contact'
  | 'inactive-customer'
  | 'internal-error'
  | 'invalid-request'
  | 'key-refused'
  | 'last-owner'
  | 'link-dead'
  | 'mail-events-off'
  | 'moved'
  | 'no-mailbox'
  | 'no-portal-access'
  | 'nobody-receives'
  | 'not-allowed'
  | 'not-for-keys'
  | 'not-found'
  | 'not-idempotent'
  | 'not-signed-in'
  | 'password-already-chosen'
  | 'password-needed'
  | 'password-of-known-person'
  | 'payment-reversed'
  | 'pdf-interrupted'
  | 'pdf-not-made'
  | 'scope-missing'
  | 'secret-erased'
  | 'sent-again-before'
  | 'shared-address'
  | 'sign-in-refused'
  | 'signature-refused'
  | 'stale-version'
  | 'text-not-kept'
  | 'too-large'
  | 'too-many-attempts'
  | 'too-many-keys'
  | 'too-many-pdfs'
  | 'too-many-requests'
  | 'too-many-webhooks'
  | 'unreadable-file'
  | 'unsupported-type'
  | 'upload-broken'
  | 'version-missing'
  | 'webhook-off'
  | 'webhook-under-way'
  | 'webhook-waits'
  | 'wrong-invoice-state'
  | 'wrong-origin'

export const CALLS: Record<keyof Portico, Record<string, Call>> = {
  contacts: {
    list: { method: 'GET', path: '/v1/customers/:customerId/contacts', query: true, reply: 'pages' },
    listAll: { method: 'GET', path: '/v1/contacts', query: true, reply: 'pages' },
    add: {
      method: 'POST',
      path: '/v1/customers/:customerId/contacts',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    read: { method: 'GET', path: '/v1/contacts/:contactId', reply: 'json' },
    change: { method: 'PATCH', path: '/v1/contacts/:contactId', body: 'json', reply: 'json' },
    keep: { method: 'PUT', path: '/v1/contacts/by-external-id/:externalId', body: 'json', reply: 'json' },
    keepMany: { method: 'POST', path: '/v1/contacts/batch', body: 'json', idempotent: true, reply: 'json' },
    delete: { method: 'DELETE', path: '/v1/contacts/:contactId', reply: 'json' },
    emailWorks: {
      method: 'POST',
      path: '/v1/contacts/:contactId/email-works',
      idempotent: true,
      reply: 'json',
    },
    subscribeAgain: {
      method: 'POST',
      path: '/v1/contacts/:contactId/subscribe-again',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    undelete: { method: 'POST', path: '/v1/contacts/:contactId/undelete', idempotent: true, reply: 'json' },
    issuePassword: {
      method: 'POST',
      path: '/v1/contacts/:contactId/password',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    takeAccessAway: { method: 'DELETE', path: '/v1/contacts/:contactId/portal-access', reply: 'json' },
    giveAccessBack: {
      method: 'POST',
      path: '/v1/contacts/:contactId/portal-access',
      idempotent: true,
      reply: 'json',
    },
  },
  customers: {
    list: { method: 'GET', path: '/v1/customers', query: true, reply: 'pages' },
    add: { method: 'POST', path: '/v1/customers', body: 'json', idempotent: true, reply: 'json' },
    read: { method: 'GET', path: '/v1/customers/:customerId', reply: 'json' },
    change: { method: 'PATCH', path: '/v1/customers/:customerId', body: 'json', reply: 'json' },
    keep: { method: 'PUT', path: '/v1/customers/by-external-id/:externalId', body: 'json', reply: 'json' },
    delete: { method: 'DELETE', path: '/v1/customers/:customerId', reply: 'json' },
    undelete: { method: 'POST', path: '/v1/customers/:customerId/undelete', idempotent: true, reply: 'json' },
  },
  deliveries: {
    list: { method: 'GET', path: '/v1/deliveries', query: true, reply: 'pages' },
    read: { method: 'GET', path: '/v1/deliveries/:deliveryId', reply: 'json' },
    sendAgain: {
      method: 'POST',
      path: '/v1/deliveries/:deliveryId/send-again',
      idempotent: true,
      reply: 'json',
    },
  },
  events: {
    list: { method: 'GET', path: '/v1/events', query: true, reply: 'feed' },
  },
  exports: {
    customersCsv: { method: 'GET', path: '/v1/exports/customers.csv', query: true, reply: 'file' },
    customersXlsx: { method: 'GET', path: '/v1/exports/customers.xlsx', query: true, reply: 'file' },
    contactsVcard: { method: 'GET', path: '/v1/exports/contacts.vcf', query: true, reply: 'file' },
    invoicesCsv: { method: 'GET', path: '/v1/exports/invoices.csv', reply: 'file' },
    invoicesXlsx: { method: 'GET', path: '/v1/exports/invoices.xlsx', reply: 'file' },
    invoiceLinesCsv: { method: 'GET', path: '/v1/exports/invoice-lines.csv', reply: 'file' },
    invoiceLinesXlsx: { method: 'GET', path: '/v1/exports/invoice-lines.xlsx', reply: 'file' },
    paymentsCsv: { method: 'GET', path: '/v1/exports/payments.csv', reply: 'file' },
    paymentsXlsx: { method: 'GET', path: '/v1/exports/payments.xlsx', reply: 'file' },
    deliveriesCsv: { method: 'GET', path: '/v1/exports/deliveries.csv', reply: 'file' },
    deliveriesXlsx: { method: 'GET', path: '/v1/exports/deliveries.xlsx', reply: 'file' },
  },
  imports: {
    upload: {
      method: 'POST',
      path: '/v1/imports',
      body: 'file',
      query: true,
      idempotent: true,
      reply: 'json',
    },
    uploadLines: {
      method: 'POST',
      path: '/v1/imports/:importId/lines',
      body: 'file',
      query: true,
      idempotent: true,
      reply: 'json',
    },
    list: { method: 'GET', path: '/v1/imports', query: true, reply: 'pages' },
    read: { method: 'GET', path: '/v1/imports/:importId', reply: 'json' },
    rows: { method: 'GET', path: '/v1/imports/:importId/rows', query: true, reply: 'pages' },
    reread: { method: 'PUT', path: '/v1/imports/:importId/reading', body: 'json', reply: 'json' },
    map: { method: 'PUT', path: '/v1/imports/:importId/mapping', body: 'json', reply: 'json' },
    plan: { method: 'POST', path: '/v1/imports/:importId/plan', idempotent: true, reply: 'json' },
    run: { method: 'POST', path: '/v1/imports/:importId/run', idempotent: true, reply: 'json' },
    stop: { method: 'POST', path: '/v1/imports/:importId/stop', idempotent: true, reply: 'json' },
    undo: { method: 'POST', path: '/v1/imports/:importId/undo', idempotent: true, reply: 'json' },
    remind: { method: 'POST', path: '/v1/imports/:importId/remind', idempotent: true, reply: 'json' },
    refused: { method: 'GET', path: '/v1/imports/:importId/refused.csv', query: true, reply: 'file' },
    delete: { method: 'DELETE', path: '/v1/imports/:importId' },
  },
  invoiceBatches: {
    check: {
      method: 'POST',
      path: '/v1/invoice-batches/check',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    add: { method: 'POST', path: '/v1/invoice-batches', body: 'json', idempotent: true, reply: 'json' },
    list: { method: 'GET', path: '/v1/invoice-batches', query: true, reply: 'pages' },
    read: { method: 'GET', path: '/v1/invoice-batches/:batchId', reply: 'json' },
    invoices: { method: 'GET', path: '/v1/invoice-batches/:batchId/invoices', query: true, reply: 'pages' },
  },
  invoices: {
    list: { method: 'GET', path: '/v1/invoices', query: true, reply: 'pages' },
    ofAmount: { method: 'GET', path: '/v1/invoices/of-amount', query: true, reply: 'json' },
    totals: { method: 'GET', path: '/v1/invoices/totals', query: true, reply: 'json' },
    add: { method: 'POST', path: '/v1/invoices', body: 'json', idempotent: true, reply: 'json' },
    read: { method: 'GET', path: '/v1/invoices/:invoiceId', reply: 'json' },
    change: { method: 'PATCH', path: '/v1/invoices/:invoiceId', body: 'json', reply: 'json' },
    discard: { method: 'DELETE', path: '/v1/invoices/:invoiceId' },
    issue: { method: 'POST', path: '/v1/invoices/:invoiceId/issue', idempotent: true, reply: 'json' },
    void: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/void',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    duplicate: { method: 'POST', path: '/v1/invoices/:invoiceId/duplicate', idempotent: true, reply: 'json' },
    dispute: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/dispute',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    settleDispute: { method: 'DELETE', path: '/v1/invoices/:invoiceId/dispute', reply: 'json' },
    pauseReminders: {
      method: 'PUT',
      path: '/v1/invoices/:invoiceId/reminders-paused',
      body: 'json',
      reply: 'json',
    },
    revisions: { method: 'GET', path: '/v1/invoices/:invoiceId/revisions', query: true, reply: 'pages' },
    views: { method: 'GET', path: '/v1/invoices/:invoiceId/views', reply: 'json' },
    recipients: { method: 'GET', path: '/v1/invoices/:invoiceId/recipients', query: true, reply: 'json' },
    preview: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/preview',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    send: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/send',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    cancelSending: { method: 'DELETE', path: '/v1/invoices/:invoiceId/send', reply: 'json' },
    pdf: { method: 'GET', path: '/v1/invoices/:invoiceId/pdf', query: true, reply: 'file' },
  },
  invoicingSettings: {
    read: { method: 'GET', path: '/v1/invoicing-settings', reply: 'json' },
    logo: { method: 'GET', path: '/v1/logos/:logoId', reply: 'json' },
  },
  journal: {
    list: { method: 'GET', path: '/v1/journal', query: true, reply: 'pages' },
  },
  notices: {
    preview: {
      method: 'POST',
      path: '/v1/customers/:customerId/notices/preview',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    send: {
      method: 'POST',
      path: '/v1/customers/:customerId/notices',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
  },
  organization: {
    read: { method: 'GET', path: '/v1/organization', reply: 'json' },
  },
  payments: {
    list: { method: 'GET', path: '/v1/payments', query: true, reply: 'pages' },
    add: { method: 'POST', path: '/v1/payments', body: 'json', idempotent: true, reply: 'json' },
    read: { method: 'GET', path: '/v1/payments/:paymentId', reply: 'json' },
    allocate: {
      method: 'POST',
      path: '/v1/payments/:paymentId/allocations',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    reverse: {
      method: 'POST',
      path: '/v1/payments/:paymentId/reverse',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    sendReceipt: {
      method: 'POST',
      path: '/v1/payments/:paymentId/receipt',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    recipients: { method: 'GET', path: '/v1/payments/:paymentId/recipients', reply: 'json' },
    pdf: { method: 'GET', path: '/v1/payments/:paymentId/pdf', reply: 'file' },
    customerRecipients: {
      method: 'GET',
      path: '/v1/customers/:customerId/recipients',
      query: true,
      reply: 'json',
    },
  },
  people: {
    recognize: { method: 'GET', path: '/v1/people', query: true, reply: 'json' },
  },
  reachability: {
    list: { method: 'GET', path: '/v1/reachability', query: true, reply: 'pages' },
  },
  receivables: {
    owed: { method: 'GET', path: '/v1/receivables', reply: 'json' },
    owing: { method: 'GET', path: '/v1/receivables/owing', query: true, reply: 'json' },
    mail: { method: 'GET', path: '/v1/receivables/mail', reply: 'json' },
  },
  reminders: {
    settings: { method: 'GET', path: '/v1/reminders', reply: 'json' },
    upcoming: { method: 'GET', path: '/v1/reminders/upcoming', query: true, reply: 'pages' },
    previewNow: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/reminders/preview',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    sendNow: {
      method: 'POST',
      path: '/v1/invoices/:invoiceId/reminders',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    pauseCustomer: {
      method: 'PUT',
      path: '/v1/customers/:customerId/reminders-paused',
      body: 'json',
      reply: 'json',
    },
  },
  search: {
    search: { method: 'GET', path: '/v1/search', query: true, reply: 'json' },
  },
  statements: {
    account: { method: 'GET', path: '/v1/customers/:customerId/account', reply: 'json' },
    list: { method: 'GET', path: '/v1/customers/:customerId/statements', query: true, reply: 'pages' },
    add: {
      method: 'POST',
      path: '/v1/customers/:customerId/statements',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    send: {
      method: 'POST',
      path: '/v1/statements/:statementId/send',
      body: 'json',
      idempotent: true,
      reply: 'json',
    },
    pdf: { method: 'GET', path: '/v1/statements/:statementId/pdf', reply: 'file' },
    settings: { method: 'GET', path: '/v1/statement-settings', reply: 'json' },
  },
}
