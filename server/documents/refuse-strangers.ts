import type { Candidate } from '../contacts/recipients.ts'
import { InvalidRequest } from '../http/problems.ts'

interface Chosen {
  add: readonly { contactId: string }[]
  leaveOut: readonly string[]
}

/** Somebody who is chosen and is no contact of this customer: a slip that would otherwise look like a sending to them. */
export function refuseStrangers({ add, leaveOut }: Chosen, candidates: readonly Candidate[]): void {
  const known = new Set(candidates.map(({ contactId }) => contactId))
  const chosen = [
    ...add.map(({ contactId }, at) => ({ contactId, pointer: `/add/${at}/contactId` })),
    ...leaveOut.map((contactId, at) => ({ contactId, pointer: `/leaveOut/${at}` })),
  ]
  const errors = chosen.flatMap(({ contactId, pointer }) =>
    known.has(contactId)
      ? []
      : [{ pointer, detail: 'This customer has no such contact. Choose one of its contacts.' }],
  )
  if (errors.length > 0) throw new InvalidRequest(errors)
}
