import { linkOptions, type LinkOptions } from '@tanstack/react-router'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import type { searchApi } from '../../../server/customers/customers.api.ts'
import type { Place } from './work-goes-on.ts'
import { tabs } from './tabs.ts'

type Found = Pick<ReplyOf<typeof searchApi.search>, 'customers' | 'contacts'>

/** What can be chosen: to go somewhere, or another theme. */
export type Way = { key: string; label: string; below?: string } & (Going | { scheme: 'light' | 'dark' })

/** Somewhere to go, and what to do there first. */
interface Going {
  link: LinkOptions
  place?: Place
}

interface Command {
  /** How it begins, before the name: "New contact at". */
  words: string
  /** How else people begin it. */
  also: string[]
  of: 'customers' | 'contacts'
  way: (id: string, customerId: string) => Going
}

const COMMANDS: Command[] = [
  {
    words: 'New contact at',
    also: ['new contact', 'new contact of', 'new contact for', 'add contact'],
    of: 'customers',
    way: (customerId) => ({
      link: linkOptions({ to: '/customers/$customerId/contacts/new', params: { customerId } }),
    }),
  },
  {
    words: 'New invoice for',
    also: ['new invoice', 'new invoice of', 'new invoice to'],
    of: 'customers',
    way: (customerId) => ({
      link: linkOptions({ to: '/receivables/invoices/new', search: { customerId } }),
    }),
  },
  {
    words: 'Record payment from',
    also: ['record a payment from', 'record a payment', 'record payment', 'payment of', 'payment from'],
    of: 'customers',
    way: (customerId) => ({
      link: linkOptions({ to: '/customers/$customerId/payments', params: { customerId } }),
      place: { button: ['Record payment'], press: true },
    }),
  },
  {
    words: 'Reset password of',
    also: ['reset password', 'reset password for', 'new password for', 'new password'],
    of: 'contacts',
    way: (contactId, customerId) => ({
      link: linkOptions({
        to: '/customers/$customerId/contacts/$contactId',
        params: { customerId, contactId },
      }),
      place: { button: ['Reset password'], press: true },
    }),
  },
]

/** "New contact at acme" is a command with a name; everything else is only a search. */
export function readTyped(typed: string): { command: Command | null; about: string } {
  const lower = typed.toLowerCase().replaceAll(/\s+/g, ' ')
  const beginnings = COMMANDS.flatMap((command) =>
    [command.words.toLowerCase(), ...command.also].map((beginning) => ({ command, beginning })),
  ).toSorted((one, other) => other.beginning.length - one.beginning.length)
  const begun = beginnings.find(({ beginning }) => lower.startsWith(`${beginning} `))
  return begun
    ? { command: begun.command, about: lower.slice(begun.beginning.length).trim() }
    : { command: null, about: typed.trim() }
}

/** The command for everybody found; without one, everything that can be done with the first. */
export function commandsFor(command: Command | null, found: Found): Way[] {
  const people = (one: Command) =>
    one.of === 'customers'
      ? found.customers.map(({ id, name, accountNumber }) => ({
          id,
          customerId: id,
          name,
          below: accountNumber ?? '',
        }))
      : found.contacts.map(({ id, customerId, name, email, customerName }) => ({
          id,
          customerId,
          name: name || email,
          below: `${email} · ${customerName}`,
        }))
  const shown = command ? [command] : COMMANDS
  return shown.flatMap((one) =>
    people(one)
      .slice(0, command ? undefined : 1)
      .map(({ id, customerId, name, below }) => ({
        key: `${one.words} ${id}`,
        label: `${one.words} ${name}`,
        ...(command && below && { below }),
        ...one.way(id, customerId),
      })),
  )
}

/** Commands that somebody begins to type: chosen, they wait for a name. */
export const begunCommands = (typed: string): string[] =>
  typed.length < 2
    ? []
    : COMMANDS.map(({ words }) => words).filter((words) =>
        words.toLowerCase().startsWith(typed.toLowerCase()),
      )

const MORE_PAGES = [
  { name: 'New Customer', to: '/customers/new', below: 'Customers', manages: true },
  { name: 'New Invoice', to: '/receivables/invoices/new', below: 'Invoices', manages: true },
  { name: 'Import', to: '/import', below: 'Customers', manages: true },
  { name: 'Mailbox', to: '/mailbox', below: 'Receivables', manages: true },
  { name: 'Your account', to: '/account', below: 'Password and sessions', manages: false },
] as const

/** Pages with a word that begins so. */
export function pagesNamed(typed: string, mayManage: boolean): Way[] {
  const pages = [
    ...tabs.flatMap(({ name: tab, pages: theirs }) =>
      theirs.map((page) => ({ ...page, below: tab as string })),
    ),
    ...MORE_PAGES.filter(({ manages }) => mayManage || !manages),
  ]
  return pages
    .filter(({ name }) => hasWordFrom(name, typed))
    .map(({ name, to, below }) => ({ key: to, label: name, below, link: linkOptions({ to }) }))
}

const THEMES = [
  { scheme: 'dark', label: 'Use dark theme', knownAs: 'dark mode, dark colours, night' },
  { scheme: 'light', label: 'Use light theme', knownAs: 'light mode, light colours, day' },
] as const

/** The same, of the themes. */
export const themesNamed = (typed: string): Way[] =>
  THEMES.filter(({ label, knownAs }) => hasWordFrom(`${label}, ${knownAs}`, typed)).map(
    ({ scheme, label }) => ({
      key: label,
      label,
      scheme,
    }),
  )

const hasWordFrom = (words: string, typed: string) =>
  typed.length > 1 && ` ${words.toLowerCase()}`.includes(` ${typed.toLowerCase()}`)
