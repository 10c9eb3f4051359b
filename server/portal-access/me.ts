import { sql } from 'kysely'
import { NotSignedIn, StaleVersion } from '../http/problems.ts'
import { changePerson } from '../people/person.ts'
import { inTransaction, type Reading } from '../scope/scope.ts'
import type { PortalSession } from './portal-access.api.ts'
import type { SignedIn } from './session.ts'

type Person = PortalSession['person']

/** From `people`. */
export const personColumns = sql`
  first_name as "firstName", last_name as "lastName", email, phone, second_phone as "secondPhone", version`

/** Who is signed in, as they are now. */
export async function readMe(
  scope: Reading,
  { personId, choosing }: { personId: string; choosing: boolean },
): Promise<PortalSession> {
  return { mustChoosePassword: choosing, person: await readPerson(scope, personId) }
}

/** Changes the caller's own name and phones, at every customer at once, because a person is stored once (R1). */
export async function changeMe(
  call: SignedIn,
  version: number,
  change: { [Field in 'firstName' | 'lastName' | 'phone' | 'secondPhone']?: Person[Field] | undefined },
): Promise<PortalSession> {
  const { personId } = call.portal
  await inTransaction(call, async (tx) => {
    const person = await readPerson(tx, personId, 'for update')
    if (person.version !== version) throw new StaleVersion()
    await changePerson(tx, personId, person, change as Partial<Person>)
  })
  return readMe(call, call.portal)
}

async function readPerson(
  { db, organizationId }: Reading,
  personId: string,
  lock?: 'for update',
): Promise<Person> {
  const { rows } = await sql<Person>`
    select ${personColumns} from people where organization_id = ${organizationId} and id = ${personId} ${lock ? sql`for update` : sql``}`.execute(
    db,
  )
  const person = rows[0]
  if (!person) throw new NotSignedIn()
  return person
}
