import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type ReminderSettings, remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { changed } from '../stale-queries.ts'

export const reminderSettingsQuery = queryOptions({
  queryKey: ['reminders', 'settings'],
  queryFn: ({ signal }) => call(remindersApi.settings, { signal }),
})

export const upcomingQuery = infiniteQueryOptions({
  queryKey: ['reminders', 'upcoming'],
  queryFn: ({ pageParam, signal }) => call(remindersApi.upcoming, { query: { cursor: pageParam }, signal }),
  ...byCursor,
})

/** Shows the saved settings at once, and has everything else that they change read again. */
export function settingsChanged(settings: ReminderSettings) {
  queryClient.setQueryData(reminderSettingsQuery.queryKey, settings)
  void changed('reminders')
}
