import type { DeliveryAttempt, DeliveryState } from '../../../server/mail/deliveries.api.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

export const stateWords: Record<DeliveryState, { word: string; tone: StateTone }> = {
  queued: { word: 'Queued', tone: 'wait' },
  sent: { word: 'Sent', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  bounced: { word: 'Bounced', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'off' },
}

export const outcomeTones: Record<DeliveryAttempt['outcome'], StateTone> = {
  accepted: 'good',
  'refused-for-now': 'wait',
  'not-reached': 'wait',
  unknown: 'wait',
  'refused-for-good': 'bad',
}
