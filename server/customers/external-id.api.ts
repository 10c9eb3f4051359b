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
