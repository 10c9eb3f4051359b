import { serve } from '../http/serve.ts'
import { addContact } from './add-contact.ts'
import { changeContact } from './change-contact.ts'
import { readContact } from './contact.ts'
import { contactsApi } from './contacts.api.ts'
import { markEmailWorking } from './email-works.ts'
import { deleteContact, undeleteContact } from './delete-contact.ts'
import {
  giveContactAccessBack,
  issueContactPassword,
  takeContactAccessAway,
} from './issue-contact-password.ts'
import { readExternalId } from '../customers/read-external-id.ts'
import { keepBatch } from './keep-batch.ts'
import { keepByExternalId } from './keep-contact.ts'
import { listByChange } from './list-by-change.ts'
import { listContacts } from './list-contacts.ts'
import { subscribeForContact } from './subscribe-again.ts'

export const contactsRoutes = serve(contactsApi, {
  list: (call) => listContacts(call, call.params.customerId, call.query),
  listAll: (call) => listByChange(call, call.query),
  add: (call) => addContact(call, call.params.customerId, call.body),
  read: (call) => readContact(call, call.params.contactId),
  change: (call) => changeContact(call, call.params.contactId, call.version, call.body),
  keep: (call) => keepByExternalId(call, readExternalId(call.params), call.body),
  keepMany: async (call) => ({ results: await keepBatch(call, call.body.contacts) }),
  delete: (call) => deleteContact(call, call.params.contactId),
  emailWorks: (call) => markEmailWorking(call, call.params.contactId),
  subscribeAgain: (call) => subscribeForContact(call, call.params.contactId, call.body.kind),
  undelete: (call) => undeleteContact(call, call.params.contactId),
  issuePassword: (call) => issueContactPassword(call, call.params.contactId, call.body),
  takeAccessAway: (call) => takeContactAccessAway(call, call.params.contactId),
  giveAccessBack: (call) => giveContactAccessBack(call, call.params.contactId),
})
