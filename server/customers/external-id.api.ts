import * as z from 'zod'
import { maybeText } from '../fields/field.ts'
import { optionalLine, requiredLine } from '../http/fields.api.ts'

const EXTERNAL_ID_LONGEST = 200

/** What another system calls it: the field of a customer, and of a contact. Customers and contacts are told apart. */
export const externalIdField = {
  ...maybeText(
    optionalLine(EXTERNAL_ID_LONGEST).describe(
      'What another system calls it, upper and lower case apart. Unique within the organization: one customer, and one contact.',
    ),
  ),
  column: 'external_id',
  label: 'External ID',
  inSentence: 'external ID',
} as const

/** One that is said, to find something by. */
export const externalId = requiredLine(EXTERNAL_ID_LONGEST)

/** In a path. What cannot be one is refused in words of its own, and not as an id that nothing has. */
export const namedOutside = z.object({
  externalId: z.string().describe('Its external ID, encoded as a part of a URL.'),
})
