import type { RecipientDecision } from '../contacts/recipients.ts'
import { Problem } from '../http/problems.ts'
import { shown } from './decide-recipients.ts'

/** Nobody would get it: better said before than noticed when the customer does not pay. */
export class NobodyReceives extends Problem {
  readonly decisions: RecipientDecision[]

  constructor(decisions: RecipientDecision[]) {
    const detail =
      'Nobody would receive this. Choose a contact or type an address, or let a contact of this customer receive it from now on.'
    super(409, 'nobody-receives', 'Nobody would receive this', detail, {
      extra: { recipients: decisions.map(shown) },
    })
    this.decisions = decisions
  }
}

const TOLD_MOST = 3

/** Why a document has nobody to go to, in a sentence. */
export function whyNobody(decisions: readonly RecipientDecision[]): string {
  const [first] = decisions
  if (!first) return 'The customer has no contacts.'
  if (first.code === 'customer-inactive') return 'The customer is inactive.'
  // Those for whom it was meant say more than those who get no invoices anyway.
  const telling = decisions.filter(({ code }) => code !== 'does-not-receive' && code !== 'inactive')
  const told = (telling.length > 0 ? telling : decisions).slice(0, TOLD_MOST)
  const rest = decisions.length - told.length
  const words = told.map(({ name, why }) => `${name.slice(0, 100)}: ${why}`).join('; ')
  return `${words}${rest > 0 ? `; and ${rest} more` : ''}.`
}
