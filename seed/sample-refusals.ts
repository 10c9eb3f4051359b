import { deadAddress, endingOf } from '../server/mail/outbox/record-outcome.ts'
import { minutesAfter } from './sample-time.ts'

/** Mails that a mail server permanently refused. Each needs something else from staff. */
const REFUSALS = [
  { number: 'INV-0111', email: 'babajide.okonkwo@oduya.example', reply: '550 5.1.1 No such user here' },
  // She left, and is no longer a contact.
  {
    number: 'INV-0080',
    email: 'megan.obrien@greenway-logistics.example',
    reply: '550 5.2.1 This mailbox is disabled',
  },
  // A full mailbox is still somebody's.
  {
    number: 'INV-0112',
    email: 'zsofia.szucs@irodalmi.example',
    reply: '552 5.2.2 The mailbox is over its limit',
  },
]

type Mail = { number: string | null; email: string }

/** What the mail server said to one mail, and what Portico makes of that. Undefined: it accepted it. */
export function refusalOf(mail: Mail) {
  const refusal = REFUSALS.find(({ number, email }) => number === mail.number && email === mail.email)
  if (!refusal) return undefined
  const { reply } = refusal
  const outcome = { outcome: 'refused', permanent: true, phase: 'recipient', reply } as const
  return { reply, ending: endingOf(outcome)!, dead: deadAddress(outcome) }
}

/** When each address turned out not to exist, and why: nothing has been mailed there since. */
export function bouncesOf(invoices: { number: string | null; at: Date }[]): Map<string, Bounce> {
  return new Map(
    REFUSALS.flatMap(({ number, email }) => {
      const invoice = invoices.find((one) => one.number === number)
      const dead = refusalOf({ number, email })?.dead
      return invoice && dead ? [[email, { at: minutesAfter(invoice.at, 1.05), why: dead.why }]] : []
    }),
  )
}

export interface Bounce {
  at: Date
  why: string
}
