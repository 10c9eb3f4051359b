import { serve } from '../http/serve.ts'
import { peopleApi } from './people.api.ts'
import { recognizePerson } from './recognize-person.ts'

export const peopleRoutes = serve(peopleApi, {
  recognize: async (call) => ({ person: await recognizePerson(call, call.query.email) }),
})
