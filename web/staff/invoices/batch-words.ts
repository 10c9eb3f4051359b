import type { BatchFate } from '../../../server/invoices/invoice-batches.api.ts'
import { count } from '../../lib/formats.ts'
import type { StateTone } from '../../ui/status-badge.tsx'
import type { BatchWithFates } from './batch-queries.ts'

export const fateWords: Record<BatchFate, { word: string; tone: StateTone }> = {
  waiting: { word: 'Waits for its turn', tone: 'off' },
  scheduled: { word: 'Scheduled', tone: 'wait' },
  sending: { word: 'On its way', tone: 'wait' },
  mailed: { word: 'Mailed', tone: 'good' },
  partly: { word: 'Partly mailed', tone: 'wait' },
  notDelivered: { word: 'Not delivered', tone: 'bad' },
  calledOff: { word: 'Stopped', tone: 'off' },
  notSent: { word: 'Not sent', tone: 'bad' },
}

const inOrder: [BatchFate, string][] = [
  ['mailed', 'mailed'],
  ['partly', 'partly mailed'],
  ['notDelivered', 'not delivered'],
  ['notSent', 'not sent'],
  ['calledOff', 'stopped'],
  ['scheduled', 'scheduled'],
  ['sending', 'on the way'],
  ['waiting', 'waiting'],
]

/** "18 mailed, 1 not delivered, 1 not sent". */
export const fatesInWords = ({ fates }: Pick<BatchWithFates, 'fates'>): string =>
  inOrder
    .flatMap(([fate, words]) => (fates[fate] > 0 ? [`${fates[fate].toLocaleString()} ${words}`] : []))
    .join(', ')

/** "Sending" only while it goes on, "sent" only once it is done. */
export function batchTitle({ state, count: all, sentCount, fates }: BatchWithFates): string {
  if (state === 'running' || fates.sending > 0) return `Sending ${count(all, 'invoice')}`
  if (fates.scheduled > 0) return `${count(fates.scheduled, 'invoice')} scheduled`
  return `${count(sentCount, 'invoice')} sent`
}

export const troubledCount = ({ fates }: Pick<BatchWithFates, 'fates'>) =>
  fates.notSent + fates.notDelivered + fates.partly + fates.calledOff
