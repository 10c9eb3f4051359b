import { sql, type RawBuilder } from 'kysely'

/** What a new contact of a customer receives, as an expression: the customer's own choice, or the organization's. */
export const newContactsReceive = (organizationId: unknown, own: RawBuilder<unknown>) => sql`coalesce(${own},
  (select o.new_contacts_receive from organizations o where o.id = ${organizationId}))`
