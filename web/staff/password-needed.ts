import { staffSessionApi } from '../../server/staff/staff.api.ts'
import { call, onPasswordNeeded } from '../lib/client.ts'
import { queryClient } from '../lib/query-client.ts'
import { askForPassword } from '../ui/ask-password.ts'
import { sessionQuery } from './session.ts'

/** What a session alone is not enough for asks for the password over the form, and goes on. */
export function askWhenPasswordIsNeeded() {
  onPasswordNeeded(async () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey)
    if (!session) return false
    const outcome = await askForPassword({
      email: session.staff.email,
      show: (password) => call(staffSessionApi.showPassword, { body: { password } }),
    })
    return outcome === 'shown'
  })
}
