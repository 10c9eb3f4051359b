import type { RecipientDecision } from '../contacts/recipients.ts'

const TOLD_MOST = 3

/** Why an invoice has nobody to go to, in a sentence. */
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
