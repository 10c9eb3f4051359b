import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { NotSignedIn, StaleVersion } from '../http/problems.ts'
import type { PortalCaller } from '../http/serve.ts'
import { differences, record } from '../journal/record.ts'
import { byPerson } from '../scope/actor.ts'
import { changePerson } from '../people/person.ts'
import type { PortalSession } from './portal-access.api.ts'

type Person = PortalSession['person']

/** From `people`. */
export const personColumns = sql`
  first_name as "firstName", last_name as "lastName", email, phone, second_phone as "secondPhone", version`

/** Who is signed in, as they are now. */
export async function readMe(
  db: Db,
  { organizationId, personId, choosing }: Pick<PortalCaller, 'organizationId' | 'personId' | 'choosing'>,
): Promise<PortalSession> {
  return { mustChoosePassword: choosing, person: await readPerson(db, organizationId, personId) }
}

/** Changes one's own name and phones, at every customer at once, because a person is stored once (R1). */
export async function changeMe(
  { db, now, portal, version }: { db: Db; now: Date; portal: PortalCaller; version: number },
  change: { [Field in 'firstName' | 'lastName' | 'phone' | 'secondPhone']?: Person[Field] | undefined },
): Promise<PortalSession> {
  const { organizationId, personId } = portal
  await transaction(db, async (tx) => {
    const person = await readPerson(tx, organizationId, personId, 'for update')
    if (person.version !== version) throw new StaleVersion()
    const changes = differences<Person>(person, change as Partial<Person>)
    if (Object.keys(changes).length === 0) return
    await changePerson({ db: tx, organizationId, now }, personId, change as Partial<Person>)
    await record(tx, byPerson(portal), now, { action: 'person.changed', personId, changes })
  })
  return readMe(db, portal)
}

async function readPerson(
  db: Db,
  organizationId: string,
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
