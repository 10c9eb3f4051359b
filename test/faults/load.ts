import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { contactsApi, type Contact } from '../../server/contacts/contacts.api.ts'
import { customersApi, type Customer } from '../../server/customers/customers.api.ts'
import { Refused, type Client } from '../client.ts'
import { Lost } from './over-http.ts'

/** What the server said it did, and the changes that it may have done although no reply came. */
export interface Promised {
  customers: Customer[]
  contacts: PromisedContact[]
}

export interface PromisedContact {
  id: string
  customerId: string
  email: string
  phone: string
  /** Phones of changes whose reply was lost, since the last one that got a reply. */
  phonesPerhaps: string[]
  version: number
  passwordsIssued: number
}

export interface Load {
  promised: Promised
  /** How many writes got a reply: rises while the server lives. */
  answered: number
  refusedForNow: number
  lost: number
  /** How many requests were sent again under their key until a reply came. */
  repeated: number
  /** What a client should never have seen. */
  wrong: string[]
  /** Lets the clients end what they are doing. */
  stop(): Promise<void>
}

/** How often something is killed: `FAULTS_KILLS=50 npx vitest run test/faults` is harder on it. */
export const KILLS = Number(process.env['FAULTS_KILLS'] ?? 8)

type Random = () => number

/** The same numbers for the same seed (mulberry32), so that a run can be repeated as far as time allows. */
export function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Several clients that write one thing after another, and keep account of the replies. */
export function startLoad(client: Client, clients: number, seed: number): Load {
  const load: Load = {
    promised: { customers: [], contacts: [] },
    answered: 0,
    refusedForNow: 0,
    lost: 0,
    repeated: 0,
    wrong: [],
    stop: async () => {
      stopping = true
      await Promise.all(working)
    },
  }
  let stopping = false
  const working = Array.from({ length: clients }, (_, number) =>
    writer(client, load, number, seeded(seed + number), () => stopping),
  )
  return load
}

async function writer(client: Client, load: Load, number: number, random: Random, stopping: () => boolean) {
  const { promised } = load
  const own: PromisedContact[] = []
  let customer: Customer | null = null
  for (let count = 0; !stopping(); count++) {
    const unique = `${number}-${count}`
    // Mostly newcomers, because somebody who is changed all the time is more often in the middle of something.
    const contact = own[Math.floor(random() * own.length)]
    const roll = random()
    try {
      if (!customer || roll < 0.2) {
        customer = await untilAnswered(load, (key) =>
          client.call(customersApi.add, { body: { name: `Customer ${unique}` }, ...key }),
        )
        promised.customers.push(customer)
      } else if (!contact || roll < 0.5) {
        const { id } = customer
        const added = await untilAnswered(load, (key) => addContact(client, id, unique, key))
        own.push(added)
        promised.contacts.push(added)
      } else if (roll < 0.8) {
        await changePhone(client, contact, `+1 555 ${unique}`)
        load.answered += 1
      } else {
        await untilAnswered(load, (key) => issuePassword(client, contact, key))
      }
    } catch (error) {
      await comeBack(load, error).catch((wrong: unknown) => load.wrong.push(String(wrong)))
    }
  }
}

interface Key {
  idempotencyKey: string
}

/** Under one key, as a program does: however often it is sent, it is done once. */
async function untilAnswered<Reply>(load: Load, ask: (key: Key) => Promise<Reply>): Promise<Reply> {
  const key = { idempotencyKey: randomUUID() }
  for (let times = 1; ; times++) {
    try {
      const reply = await ask(key)
      load.answered += 1
      if (times > 1) load.repeated += 1
      return reply
    } catch (error) {
      await comeBack(load, error)
    }
  }
}

async function addContact(
  client: Client,
  customerId: string,
  unique: string,
  key: Key,
): Promise<PromisedContact> {
  const { id, email, version } = await client.call(contactsApi.add, {
    params: { customerId },
    body: {
      email: `reader-${unique}@customer.example`,
      firstName: 'Reader',
      phone: `+1 555 ${unique}`,
      portalPassword: { generate: true },
    },
    ...key,
  })
  return {
    id,
    customerId,
    email,
    phone: `+1 555 ${unique}`,
    phonesPerhaps: [],
    version,
    passwordsIssued: 1,
  }
}

async function changePhone(client: Client, contact: PromisedContact, phone: string) {
  const params = { contactId: contact.id }
  if (contact.phonesPerhaps.length > 0) settlePhone(contact, await client.call(contactsApi.read, { params }))
  contact.phonesPerhaps.push(phone)
  const changed = await client.call(contactsApi.change, { params, body: { phone }, version: contact.version })
  contact.phonesPerhaps = []
  contact.phone = phone
  contact.version = changed.version
}

/** After lost replies: what is there must be the last that was confirmed, or one that may have been done since. */
export function settlePhone(contact: PromisedContact, found: Contact) {
  if (![contact.phone, ...contact.phonesPerhaps].includes(found.phone ?? ''))
    throw new Broken(`${contact.email} has the phone ${found.phone}, and was promised ${contact.phone}`)
  contact.phone = found.phone!
  contact.phonesPerhaps = []
  contact.version = found.version
}

async function issuePassword(client: Client, contact: PromisedContact, key: Key) {
  const issued = await client.call(contactsApi.issuePassword, {
    params: { contactId: contact.id },
    body: { generate: true },
    ...key,
  })
  contact.passwordsIssued += 1
  contact.version = issued.version
}

export class Broken extends Error {
  override name = 'Broken'
}

const RECONNECT_AFTER_MS = 50

/** A lost connection and a refusal that says when to come back are what clients may see; all else is wrong. */
async function comeBack(load: Load, error: unknown): Promise<void> {
  const isForNow = error instanceof Refused && Number(error.retryAfter) > 0
  if (error instanceof Lost) load.lost += 1
  // What was sent before may still be at work: a dying process is slow to let go of it.
  else if (isForNow && (error.status === 503 || error.code === 'idempotency-in-flight'))
    load.refusedForNow += 1
  else throw error
  await pause(RECONNECT_AFTER_MS)
}
