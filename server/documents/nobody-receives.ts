import type { RecipientDecision } from '../contacts/recipients.ts'
import { Problem } from '../http/problems.ts'
import { shown } from './decide-recipients.ts'

/** Nobody would get it: better to say so now than to notice it when the customer does not pay. */
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

const NAMED_MOST = 3

/** Why a document has nobody to go to, in a sentence. */
export function whyNobody(decisions: readonly RecipientDecision[]): string {
  const [first] = decisions
  if (!first) return 'The customer has no contacts.'
  if (first.code === 'customer-inactive') return 'The customer is inactive.'
  // Why a reader who usually gets it does not says more than all who never get it.
  const worthNaming = decisions.filter(({ code }) => code !== 'does-not-receive' && code !== 'inactive')
  const named = (worthNaming.length > 0 ? worthNaming : decisions).slice(0, NAMED_MOST)
  const rest = decisions.length - named.length
  const words = named.map(({ name, why }) => `${name.slice(0, 100)}: ${why}`).join('; ')
  return `${words}${rest > 0 ? `; and ${rest} more` : ''}.`
}
