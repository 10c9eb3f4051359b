import type {
  Delivery,
  DeliveryAttempt,
  DeliveryKind,
  DeliveryReport,
  DeliveryState,
} from '../../../server/mail/deliveries/deliveries.api.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

export const stateWords: Record<DeliveryState, { word: string; tone: StateTone }> = {
  queued: { word: 'Queued', tone: 'wait' },
  sent: { word: 'Sent', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  bounced: { word: 'Bounced', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'off' },
}

/** A scheduled message is told apart from one that waits for a mail server. */
export function shownState({ state, scheduledFor }: Pick<Delivery, 'state' | 'scheduledFor'>) {
  return isScheduled(scheduledFor) ? { word: 'Scheduled', tone: 'wait' as const } : stateWords[state]
}

export const isScheduled = (scheduledFor: string | null): scheduledFor is string =>
  scheduledFor !== null && new Date(scheduledFor).getTime() > Date.now()

export const outcomeTones: Record<DeliveryAttempt['outcome'], StateTone> = {
  accepted: 'good',
  'refused-for-now': 'wait',
  'not-reached': 'wait',
  'not-written': 'wait',
  unknown: 'wait',
  'refused-for-good': 'bad',
}

export const eventWords: Record<DeliveryReport['event'], { word: string; tone: StateTone }> = {
  bounced: { word: 'Bounced', tone: 'bad' },
  delayed: { word: 'Delayed', tone: 'wait' },
  delivered: { word: 'Delivered', tone: 'good' },
  complained: { word: 'Marked as spam', tone: 'bad' },
}

export const roleWords = { to: 'To', cc: 'Cc' }

/** The kinds to choose from, in the order in which they matter. */
export const kindWords: Record<DeliveryKind, string> = {
  invoice: 'Invoices',
  reminder: 'Reminders',
  receipt: 'Receipts',
  statement: 'Statements',
  notice: 'Notices',
  temporaryPassword: 'Temporary passwords',
  passwordLink: 'Links to set a password',
  forgottenPassword: 'Links for a forgotten password',
  passwordChanged: 'Password changed',
  staffPasswordChanged: 'Staff password changed',
  newDevice: 'Sign-in from a new device',
  contactAdded: 'Added as a contact',
  addressChanged: 'E-mail address changed',
  staffInvitation: 'Staff invitations',
  staffPasswordLink: 'Links to set a staff password',
  webhookOff: 'Webhooks switched off',
}
