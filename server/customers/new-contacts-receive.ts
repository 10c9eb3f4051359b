import { sql, type RawBuilder } from 'kysely'
import { RECEIVES_BY_DEFAULT, type Receives } from '../contacts/receives.ts'

/** What a new contact of a customer receives, as an expression: the customer's own word, the organization's, or ours. */
export const newContactsReceive = (
  organizationId: unknown,
  own: RawBuilder<unknown>,
) => sql<Receives>`coalesce(${own},
  (select s.default_receives from invoicing_settings s where s.organization_id = ${organizationId}),
  ${sql.lit(JSON.stringify(RECEIVES_BY_DEFAULT))}::jsonb)`
