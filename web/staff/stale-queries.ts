import { queryClient } from '../lib/query-client.ts'

/** What the pages of staff read: how the keys of their queries begin. */
export const reads = [
  'account',
  'api-keys',
  'contact',
  'contacts',
  'customer',
  'customers',
  'deliveries',
  'imports',
  'invitation',
  'invoice-batches',
  'invoices',
  'invoicing-settings',
  'journal',
  'letter',
  'logo',
  'mailbox',
  'organization',
  'own-sessions',
  'payments',
  'reachability',
  'receivables',
  'recognize',
  'reminders',
  'search',
  'security',
  'session',
  'setup',
  'staff',
  'statement-settings',
  'statements',
  'webhooks',
] as const

/** What of it may be wrong after each change, and is read again. */
const stale = {
  apiKey: ['api-keys'],
  contact: ['contact', 'contacts', 'customers', 'deliveries', 'journal', 'recognize', 'search'],
  customer: ['contact', 'contacts', 'customers', 'invoices', 'journal', 'search'],
  delivery: ['deliveries'],
  import: ['imports'],
  /** Lists that were read before do not know of what was imported. */
  imported: reads.filter((read) => read !== 'imports' && read !== 'session'),
  invoice: ['deliveries', 'invoices', 'journal', 'receivables', 'reminders'],
  invoiceBatch: ['invoice-batches'],
  /** Drafts show the seller's details. */
  invoicingSettings: ['invoices'],
  notice: ['deliveries', 'journal'],
  /** Pages of customers show what their new contacts receive. */
  organization: ['customer', 'session'],
  ownPassword: ['own-sessions'],
  payment: ['account', 'deliveries', 'invoices', 'journal', 'payments', 'receivables'],
  reminders: ['journal', 'receivables', 'reminders'],
  staff: ['staff'],
  statement: ['deliveries', 'journal', 'statements'],
  statementSettings: ['statement-settings'],
  webhook: ['webhooks'],
} satisfies Record<string, readonly (typeof reads)[number][]>

/** After a change that was saved, or refused because another came first: has everything read again that may show it. */
export function changed(what: keyof typeof stale) {
  const concerned: readonly unknown[] = stale[what]
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => concerned.includes(queryKey[0]) })
}
