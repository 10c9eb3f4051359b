import pg from 'pg'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { peopleApi } from '../people/people.api.ts'

test('of a person with very many customers the first hundred are named, and how many there are', async () => {
  const { anna, organization, ownerUrl, owner, read } = await openCast()
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(
    `with added as (
       insert into customers (organization_id, id, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'Client ' || lpad(n::text, 3, '0'), now(), now() from generate_series(1, 150) n
       returning id)
     insert into contacts (organization_id, id, customer_id, person_id, created_at, updated_at)
     select $1, gen_random_uuid(), id, $2, now(), now() from added`,
    [organization.id, anna.atAcme.personId],
  )
  await client.end()
  const contact = await read(anna.atAcme.id)
  expect(contact.elsewhereCount).toBe(151)
  expect(contact.elsewhere).toHaveLength(100)
  expect(contact.elsewhere.slice(0, 2).map(({ customerName }) => customerName)).toEqual([
    'Birch',
    'Client 001',
  ])

  const { person } = await owner.call(peopleApi.recognize, { query: { email: anna.email } })
  expect(person).toMatchObject({ contactCount: 152 })
  expect(person?.contacts).toHaveLength(100)
})
