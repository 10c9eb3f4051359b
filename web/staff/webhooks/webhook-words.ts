import type { Webhook, WebhookMessage, WebhookMessageState } from '../../../server/webhooks/webhooks.api.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

export const messageStateWords: Record<WebhookMessageState, { word: string; tone: StateTone }> = {
  waiting: { word: 'Waiting', tone: 'wait' },
  sent: { word: 'Sent', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
}

/** One that fails for now is told apart from one that works. */
export function shownState({ on, failingSince }: Webhook): { word: string; tone: StateTone } {
  if (!on) return { word: 'Off', tone: 'off' }
  return failingSince ? { word: 'Failing', tone: 'bad' } : { word: 'On', tone: 'good' }
}

const OFF: Record<NonNullable<Webhook['offReason']>, string> = {
  'by-staff': 'It was switched off here.',
  gone: 'It answered 410, which says that it wants no more, and was switched off.',
  failing: 'Every attempt failed for three days, and it was switched off.',
}

/** Why it gets nothing, and what becomes of what happens meanwhile. */
export const offWords = ({ offReason }: Webhook): string | null =>
  offReason &&
  `${OFF[offReason]} What waits is sent once you switch it on again; events are kept for 30 days.`

export const eventsWords = ({ eventTypes }: Webhook): string =>
  eventTypes === null ? 'All events' : eventTypes.join(', ')

export const whyWaiting = (
  { waitsForEarlier, lastError }: WebhookMessage,
  { on }: Webhook,
): string | null => {
  if (!waitsForEarlier) return lastError
  return on ? 'An earlier event about the same contact comes first.' : 'The webhook is off.'
}
