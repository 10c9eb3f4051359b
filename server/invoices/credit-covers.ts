import { sql, type RawBuilder } from 'kysely'
import type { Within } from '../scope/scope.ts'

/** Whether a customer's credit covers all that it owes in a currency: then there is nothing to ask it for. */
export const creditCovers = (
  { organizationId }: Within,
  customerId: RawBuilder<unknown>,
  currency: RawBuilder<unknown>,
) => sql<boolean>`
  exists (
    select from credit_by_customer c
    join owed_by_customer o using (organization_id, customer_id, currency)
    where c.organization_id = ${organizationId} and c.customer_id = ${customerId} and c.currency = ${currency}
      and c.amount_minor > 0 and c.amount_minor >= o.amount_minor)`
