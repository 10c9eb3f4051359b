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
  settings: (call) => readReminderSettings(call),
  change: (call) => changeReminderSettings(call, call.version, call.body),
  addStep: (call) => addStep(call, call.body),
  changeStep: (call) => changeStep(call, call.params.stepId, call.version, call.body),
  removeStep: (call) => removeStep(call, call.params.stepId),
  upcoming: (call) => listUpcoming(call, call.query),
  previewNow: (call) => previewReminder(call, call.params.invoiceId, call.body),
  sendNow: (call) => sendReminderNow(call, call.params.invoiceId, call.body),
  pauseCustomer: (call) => pauseCustomer(call, call.params.customerId, call.body.paused),
})
