/** Who did it: a staff member, a program with an API key, a contact in the portal, or Portico itself. */
export interface Actor {
  organizationId: string
  kind: 'staff' | 'key' | 'person' | 'system'
  id: string | null
  name: string
  /** By an import of theirs. */
  importId?: string
}

interface Named {
  organizationId: string
  name: string
}

export const byStaff = ({ organizationId, memberId, name }: Named & { memberId: string }): Actor => ({
  organizationId,
  kind: 'staff',
  id: memberId,
  name,
})

export const byKey = ({ organizationId, keyId, name }: Named & { keyId: string }): Actor => ({
  organizationId,
  kind: 'key',
  id: keyId,
  name,
})

export const byPerson = ({ organizationId, personId, name }: Named & { personId: string }): Actor => ({
  organizationId,
  kind: 'person',
  id: personId,
  name,
})

export const bySystem = (organizationId: string): Actor => ({
  organizationId,
  kind: 'system',
  id: null,
  name: 'Portico',
})
