import type { Endpoint } from './endpoint.ts'

/**
 * What an API key may be allowed to read, and to change, in words. `write` includes `read`. The words are those of the
 * page *API keys*, which takes them from here.
 */
export const KEY_AREAS = {
  customers: { name: 'Customers', read: 'Find and read customers', write: 'Add and change customers' },
  contacts: { name: 'Contacts', read: 'Read contacts', write: 'Add, change, delete and undelete contacts' },
  'portal-access': {
    name: 'Portal access',
    write: 'Issue passwords, revoke portal access, and change the e-mail address of somebody who has it',
  },
  invoices: { name: 'Invoices', read: 'Read invoices', write: 'Write, send and void invoices' },
  payments: { name: 'Payments', read: 'Read payments', write: 'Record and reverse payments' },
  statements: { name: 'Statements', read: 'Read statements', write: 'Make and send statements' },
  notices: { name: 'Notices', write: 'Send notices' },
  reminders: { name: 'Reminders', read: 'Read the schedule', write: 'Send, pause and schedule reminders' },
  receivables: { name: 'Receivables', read: 'Read what is owed and who can be reached' },
  deliveries: { name: 'Deliveries', read: 'Read what was delivered to whom', write: 'Send messages again' },
  imports: {
    name: 'Imports',
    read: 'Read imports',
    write: 'Import and undo files, which adds and changes customers, contacts and invoices',
  },
  journal: { name: 'Journal', read: 'Read who did what' },
  events: {
    name: 'Events',
    read: 'Read what happens to contacts, people, portal access, e-mails and invoices',
  },
  settings: { name: 'Settings', read: 'Read the settings' },
} as const satisfies Record<string, { name: string; read?: string; write?: string }>

export type KeyArea = keyof typeof KEY_AREAS

/** Such as `contacts:write`. */
export type KeyScope = {
  [A in KeyArea]: `${A}:${Extract<keyof (typeof KEY_AREAS)[A], 'read' | 'write'>}`
}[KeyArea]

export const KEY_SCOPES = Object.entries(KEY_AREAS).flatMap(([area, words]) =>
  (['read', 'write'] as const).filter((right) => right in words).map((right) => `${area}:${right}`),
) as KeyScope[]

/** Words in paths that say an area without being its name. */
const ALSO_CALLED: Record<string, KeyArea> = {
  search: 'customers',
  people: 'contacts',
  password: 'portal-access',
  'invoice-batches': 'invoices',
  'invoice-lines': 'invoices',
  logos: 'invoices',
  'reminders-paused': 'reminders',
  reachability: 'receivables',
  organization: 'settings',
  'invoicing-settings': 'settings',
  'statement-settings': 'settings',
}

/**
 * The scope that a key needs for an endpoint, by the last word of its path that names an area: of
 * `/v1/customers/:customerId/contacts` that is `contacts`. Null: no key opens it.
 */
export function scopeFor({ method, path, caller, inPerson }: Endpoint): KeyScope | null {
  if (inPerson || (caller !== 'viewer' && caller !== 'manager')) return null
  const area = path
    .split('/')
    .map((word) => word.replace(/\.\w+$/, ''))
    .map((word) => (word in KEY_AREAS ? (word as KeyArea) : ALSO_CALLED[word]))
    .findLast((found) => found !== undefined)
  const scope = `${area}:${method === 'GET' ? 'read' : 'write'}`
  return isScope(scope) ? scope : null
}

const isScope = (text: string): text is KeyScope => (KEY_SCOPES as string[]).includes(text)

/** Whether one of the scopes is the wanted one, or writes what it reads. */
export const includesScope = (scopes: readonly KeyScope[], wanted: KeyScope): boolean =>
  scopes.includes(wanted) || scopes.includes(wanted.replace(':read', ':write') as KeyScope)
