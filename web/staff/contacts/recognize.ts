import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { KnownPerson } from '../../../server/people/people.api.ts'
import { peopleApi } from '../../../server/people/people.api.ts'
import { parseEmailAddress } from '../../../server/people/email-address.ts'
import { call } from '../../lib/client.ts'

/** Whose address this is already, while it is being typed. */
export function useRecognized(typed: string): KnownPerson | null {
  const [email] = useDebouncedValue(typed, 200)
  const parsed = parseEmailAddress(email)
  const { data } = useQuery({
    queryKey: ['recognize', parsed.ok && parsed.identity],
    queryFn: ({ signal }) => call(peopleApi.recognize, { query: { email }, signal }),
    enabled: parsed.ok,
  })
  return parsed.ok ? (data?.person ?? null) : null
}
