import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'

export const reminderSettingsQuery = queryOptions({
  queryKey: ['reminders', 'settings'],
  queryFn: ({ signal }) => call(remindersApi.settings, { signal }),
})

export const upcomingQuery = infiniteQueryOptions({
  queryKey: ['reminders', 'upcoming'],
  queryFn: ({ pageParam, signal }) => call(remindersApi.upcoming, { query: { cursor: pageParam }, signal }),
  ...byCursor,
})
