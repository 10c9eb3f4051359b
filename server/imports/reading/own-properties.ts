import type { ImportField } from '../imports.api.ts'

/**
 * What vCard has no property for, or none that would say whose it is, stands in properties of Portico's own: `X-PORTICO-CURRENCY`.
 * The export writes them, and the import reads them back.
 */
const FIELDS = [
  ...(['accountNumber', 'customerEmail', 'customerPhone', 'customerSecondPhone', 'currency'] as const),
  ...(['paymentTermsDays', 'active', 'language', 'timeZone', 'receives', 'primary'] as const),
  ...(['customerExternalId', 'externalId'] as const),
] satisfies ImportField[]

/** By the property of each: the field. */
export const ownProperties = new Map<string, ImportField>(
  FIELDS.map((field) => [`X-PORTICO-${field.replaceAll(/[A-Z]/g, '-$&').toUpperCase()}`, field]),
)
