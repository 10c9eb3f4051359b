import { sql } from 'kysely'
import { Busy, InvalidRequest, Problem, StaleVersion } from '../http/problems.ts'
import { Created } from '../http/answer.ts'
import { only } from '../fields/field.ts'
import { inTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { addCustomer } from './add-customer.ts'
import { changeCustomer, changeWithin } from './change-customer.ts'
import { customerFields } from './customer-fields.ts'
import { AccountNumberTaken, whyRefused } from './customer.ts'
import type { Customer, CustomerInStep } from './customers.api.ts'
import { setActive } from './delete-customer.ts'
import { ExternalIdTaken } from './external-id-taken.ts'

const TRIES_MOST = 5

/**
 * Makes a customer what another system says of it: changes the one that has the external id, or adds one. What is not said
 * stays; where nothing differs, nothing is written.
 */
export async function keepCustomer(
  scope: Scope,
  externalId: string,
  said: CustomerInStep,
): Promise<Customer | Created<Customer>> {
  for (let tries = 1; ; tries++) {
    try {
      const known = await findByExternalId(scope, externalId)
      return known ? await change(scope, known, said) : new Created(await add(scope, externalId, said))
    } catch (error) {
      // Somebody else added or changed it since it was looked up.
      const isOvertaken = error instanceof StaleVersion || error instanceof ExternalIdTaken
      if (!isOvertaken) throw error
      // Not "stale": the caller has read no version.
      if (tries === TRIES_MOST) throw new Busy()
    }
  }
}

interface Known {
  id: string
  active: boolean
  version: number
}

async function findByExternalId({ db, organizationId }: Reading, externalId: string) {
  const { rows } = await sql<Known>`
    select id, active, version from customers
    where organization_id = ${organizationId} and external_id = ${externalId}`.execute(db)
  return rows[0]
}

async function add(scope: Scope, externalId: string, said: CustomerInStep): Promise<Customer> {
  const { name } = said
  if (name === undefined)
    throw new InvalidRequest([
      {
        pointer: '/name',
        detail: 'There is no customer with this external ID yet. Give the name to add one.',
      },
    ])
  const added = await addCustomer(scope, { ...only(customerFields, said), name, externalId }).catch(
    async (error: unknown) => {
      // Added at this moment: the account number is its own.
      if (error instanceof AccountNumberTaken && (await findByExternalId(scope, externalId)))
        throw new StaleVersion()
      throw error
    },
  )
  return said.active === false ? change(scope, added, { active: false }) : added
}

async function change(scope: Scope, known: Known, said: CustomerInStep): Promise<Customer> {
  const { active = known.active } = said
  if (!known.active && said.active === undefined) throw new InactiveInStep('customer')
  const fields = only(customerFields, said)
  if (active === known.active) return changeCustomer(scope, known.id, known.version, fields)
  try {
    return await inTransaction(scope, async (tx) => {
      await setActive(tx, known.id, active)
      return changeWithin(tx, known.id, known.version + 1, fields)
    })
  } catch (error) {
    throw await whyRefused(error, scope, said)
  }
}

/** Staff made it inactive, and the other system does not say whether it is to be active again. */
export class InactiveInStep extends Problem {
  constructor(noun: 'customer' | 'contact') {
    super(
      409,
      `inactive-${noun}`,
      `This ${noun} is inactive`,
      `The ${noun} was made inactive here. Send "active": true to make it active again, or "active": false to change it and leave it inactive.`,
      { errors: [{ pointer: '/active', detail: 'Say whether it is to be active.' }] },
    )
  }
}
