import { Button, Skeleton, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deviceName } from '../../server/http/device-name.ts'
import { hasStatus } from '../lib/problem.ts'
import { failed } from './done.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { Notice } from './notice.tsx'
import classes from './session-list.module.css'
import { StatusBadge } from './status-badge.tsx'
import { When } from './when.tsx'

interface Session {
  id: string
  userAgent: string
  clientAddress: string
  createdAt: string
  lastSeenAt: string
  current: boolean
  /** Where people may be signed in to several. */
  organizationName?: string
}

interface Props {
  queryKey: string[]
  read: (signal: AbortSignal) => Promise<{ data: Session[] }>
  end: (sessionId: string) => Promise<unknown>
}

/** Where you are signed in, and a way to end each session except this one (that is Sign out). */
export function SessionList({ queryKey, read, end }: Props) {
  // Anyone who looks here suspects something: never an old answer.
  const sessions = useQuery({ queryKey, queryFn: ({ signal }) => read(signal), staleTime: 0 })
  const [ended, setEnded] = useState<string>()
  if (sessions.error && !sessions.data) {
    return <ErrorNotice error={sessions.error} retry={() => void sessions.refetch()} />
  }
  if (!sessions.data) return <SessionsSkeleton />
  const ownFirst = sessions.data.data.toSorted((a, b) => Number(b.current) - Number(a.current))
  const several = new Set(ownFirst.map(({ organizationName }) => organizationName)).size > 1
  return (
    <>
      <ul>
        {ownFirst.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            namesOrganization={several}
            end={end}
            queryKey={queryKey}
            onEnded={setEnded}
          />
        ))}
      </ul>
      {ended && <Notice>The session of {ended} has ended: anyone who used it must sign in again.</Notice>}
    </>
  )
}

interface RowProps {
  session: Session
  namesOrganization: boolean
  end: Props['end']
  queryKey: readonly unknown[]
  onEnded: (device: string) => void
}

function SessionRow({ session, namesOrganization, end, queryKey, onEnded }: RowProps) {
  const device = deviceName(session.userAgent)
  const ending = useEndSession(end, queryKey, () => onEnded(device))
  return (
    <li className={classes.session}>
      <div className={classes.facts}>
        <div className={classes.device}>
          <Text fw={550} span>
            {device}
          </Text>
          {session.current && <StatusBadge tone="good">This device</StatusBadge>}
        </div>
        <Text size="sm" c="dimmed" className="dotted">
          {namesOrganization && <span>{session.organizationName}</span>}
          <span className="numbers">{session.clientAddress}</span>
          <span>
            signed in <When at={session.createdAt} />
          </span>
          {!session.current && (
            <span>
              last seen <When at={session.lastSeenAt} />
            </span>
          )}
        </Text>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="sm"
          loading={ending.isPending}
          onClick={() => ending.mutate(session.id)}
          aria-label={`End the session of ${device}`}
        >
          End
        </Button>
      )}
    </li>
  )
}

function useEndSession(end: Props['end'], queryKey: readonly unknown[], onEnded: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (sessionId: string) => {
      try {
        await end(sessionId)
      } catch (error) {
        // It had ended already: that is what was asked for.
        if (!hasStatus(error, 404)) throw error
      }
    },
    onSuccess: () => {
      onEnded()
      return queryClient.invalidateQueries({ queryKey })
    },
    onError: failed,
  })
}

function SessionsSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      {[0, 1].map((row) => (
        <div key={row} className={classes.session}>
          <div className={classes.facts}>
            <Skeleton height={14} width={170} my={5} />
            <Skeleton height={12} width={220} my={5} />
          </div>
        </div>
      ))}
    </div>
  )
}
