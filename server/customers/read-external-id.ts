import { check } from '../http/field-errors.ts'
import { InvalidRequest } from '../http/problems.ts'
import { externalId } from './external-id.api.ts'

/** The external id in a path. */
export function readExternalId(params: { externalId: string }): string {
  const checked = check(externalId, params.externalId)
  if (checked.ok) return checked.data
  throw new InvalidRequest(checked.errors.map(({ detail }) => ({ pointer: '/externalId', detail })))
}
