import { Problem } from '../http/problems.ts'

/** External ids are unique within an organization: among its customers, and among its contacts. */
export class ExternalIdTaken extends Problem {
  constructor(noun: 'customer' | 'contact', by: { id: string; name: string; active: boolean } | undefined) {
    const who = by ? `${by.name}${by.active ? '' : ' (inactive)'}` : `another ${noun}`
    const detail = `This external ID belongs to ${who}. Use another one.`
    super(409, 'external-id-taken', 'The external ID is taken', detail, {
      errors: [{ pointer: '/externalId', detail }],
      extra: { [noun]: by ? { id: by.id, name: by.name } : null },
    })
  }
}
