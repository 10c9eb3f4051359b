import { serve } from '../http/serve.ts'
import { peopleApi } from './people.api.ts'
import { recognizePerson } from './recognize-person.ts'

export const peopleRoutes = serve(peopleApi, {
  recognize: async ({ db, staff, query, now }) => ({
    person: await recognizePerson(db, staff.organizationId, query.email, now),
  }),
})
