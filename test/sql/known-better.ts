/** What holds although PostgreSQL cannot tell: each with the reason, and each used, or the check fails. */
interface NeverNull {
  /** A file, or the start of its path. */
  file: string
  /** The column, with the way into its JSON. */
  column: string
  because: string
}

const NEVER_NULL: NeverNull[] = [
  {
    file: 'server/',
    column: 'newContactsReceive',
    because: 'the organization is there as long as its customers are: a foreign key',
  },
  {
    file: 'server/imports/contacts/known.ts',
    column: 'customer.newContactsReceive',
    because: 'the same',
  },
  { file: 'server/imports/contacts/known.ts', column: 'receives', because: 'the same' },
  {
    file: 'server/portal-access/',
    column: 'identity',
    because: 'the person is there as long as their credential is: a foreign key',
  },
  {
    file: 'server/payments/',
    column: 'allocations[].number',
    because: 'only what was sent is paid, and it then has its number',
  },
  {
    file: 'server/reminders/list-upcoming.ts',
    column: 'number',
    because: 'only what was sent is reminded of, and it then has its number',
  },
  {
    file: 'server/receivables/what-is-owed.ts',
    column: 'oldestDueDate',
    because: 'who owes something has an open invoice: triggers keep the sums',
  },
  {
    file: 'server/reminders/reminder.ts',
    column: 'number',
    because: 'it is used of what is open, which was sent, and then has its number',
  },
  { file: 'server/reminders/reminder.ts', column: 'sentAt', because: 'the same' },
  {
    file: 'server/imports/invoices/remind-of-import.ts',
    column: 'invoiceId',
    because: 'what imports an invoice says in the journal which',
  },
  {
    file: 'server/imports/invoices/invoice-rows.ts',
    column: 'outcome',
    because: 'it is summed up when every row has been decided',
  },
]

/** Columns of text in which the code alone decides what may stand. */
const WRITTEN_BY_US: Omit<NeverNull, 'file'>[] = [
  { column: 'api_keys.scopes', because: 'make-key.ts writes them, from the scopes there are' },
  { column: 'deliveries.kind', because: 'post.ts writes it, from the letters there are' },
  { column: 'events.type', because: 'the triggers of 015-events.sql write it, and a story tells each' },
  { column: 'imports.fields', because: 'map-import.ts writes them, from the fields there are' },
  { column: 'imports.lines_fields', because: 'the same for the lines of invoices' },
  { column: 'imports.recognized', because: 'keep-table.ts writes them, from the fields there are' },
  { column: 'imports.lines_recognized', because: 'the same for the lines of invoices' },
  { column: 'imports.could_be', because: 'the same' },
  {
    column: 'webhooks.event_types',
    because: 'add-webhook.ts and change-webhook.ts write them, from the types there are',
  },
  { column: 'import_mappings.fields', because: 'remembered-mapping.ts copies them from imports' },
]

export interface KnownBetter {
  isNeverNull(file: string, column: string): boolean
  isWrittenByUs(column: string): boolean
  /** What nothing needed. */
  unused(): string[]
}

export function knownBetter(neverNull = NEVER_NULL, writtenByUs = WRITTEN_BY_US): KnownBetter {
  const used = new Set<unknown>()
  const note = (entries: unknown[]) => {
    for (const entry of entries) used.add(entry)
    return entries.length > 0
  }
  return {
    isNeverNull: (file, column) =>
      note(neverNull.filter((entry) => file.startsWith(entry.file) && entry.column === column)),
    isWrittenByUs: (column) => note(writtenByUs.filter((entry) => entry.column === column)),
    unused: () =>
      [...neverNull, ...writtenByUs].filter((entry) => !used.has(entry)).map(({ column }) => column),
  }
}
