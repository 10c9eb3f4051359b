import { serve } from '../http/serve.ts'
import { receivablesApi } from './home.api.ts'
import { mailToHeed } from './mail-to-heed.ts'
import { rememberLarge } from './remember-large.ts'
import { whatIsOwed } from './what-is-owed.ts'

const owed = rememberLarge<Awaited<ReturnType<typeof whatIsOwed>>>()
const mail = rememberLarge<Awaited<ReturnType<typeof mailToHeed>>>()

export const receivablesRoutes = serve(receivablesApi, {
  owed: ({ db, staff: { organizationId }, now }) =>
    owed(db, organizationId, now, () => whatIsOwed(db, organizationId, now)),
  mail: ({ db, staff: { organizationId }, now }) =>
    mail(db, organizationId, now, () => mailToHeed(db, organizationId, now)),
})
