import { serve } from '../http/serve.ts'
import { listUpcoming } from './list-upcoming.ts'
import {
  addStep,
  changeReminderSettings,
  changeStep,
  pauseCustomer,
  readReminderSettings,
  removeStep,
} from './reminder-settings.ts'
import { remindersApi } from './reminders.api.ts'
import { previewReminder, sendReminderNow } from './send-reminder-now.ts'

export const remindersRoutes = serve(remindersApi, {
  settings: ({ db, staff }) => readReminderSettings(db, staff.organizationId),
  change: ({ body, ...call }) => changeReminderSettings(call, body),
  addStep: ({ body, ...call }) => addStep(call, body),
  changeStep: ({ body, params, ...call }) => changeStep(call, params.stepId, body),
  removeStep: ({ params, ...call }) => removeStep(call, params.stepId),
  upcoming: ({ db, staff, query, now }) => listUpcoming(db, staff.organizationId, query, now),
  previewNow: (call) => previewReminder(call, call.params.invoiceId, call.body),
  sendNow: (call) => sendReminderNow(call, call.params.invoiceId, call.body),
  pauseCustomer: ({ body, params, ...call }) => pauseCustomer(call, params.customerId, body.paused),
})
