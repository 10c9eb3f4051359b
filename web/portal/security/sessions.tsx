import { Button, Skeleton, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { Notice } from '../../ui/notice.tsx'
import { portal } from '../portal.ts'
import { whileSignedIn } from '../session.ts'
import { deviceName } from './device-name.ts'
import classes from './sessions.module.css'

type Session = ReplyOf<typeof portalApi.sessions>['data'][number]

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => whileSignedIn(call(portalApi.sessions, { params: { portal }, signal })),
  // Whoever looks here suspects something: never an old answer.
  staleTime: 0,
})

/** Where one is signed in, and the way to end each but this one (that is Sign out). */
export function Sessions() {
  const sessions = useQuery(sessionsQuery)
  const [ended, setEnded] = useState<string>()
  if (sessions.error && !sessions.data) {
    return <ErrorNotice error={sessions.error} retry={() => void sessions.refetch()} />
  }
  if (!sessions.data) return <SessionsSkeleton />
  const ownFirst = sessions.data.data.toSorted((a, b) => Number(b.current) - Number(a.current))
  return (
    <>
      <ul className={classes.list}>
        {ownFirst.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={setEnded} />
        ))}
      </ul>
      {ended && <Notice>The session of {ended} has ended: whoever used it must sign in again.</Notice>}
    </>
  )
}

function SessionRow({ session, onEnded }: { session: Session; onEnded: (device: string) => void }) {
  const device = deviceName(session.userAgent)
  const end = useEndSession(() => onEnded(device))
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
          loading={end.isPending}
          onClick={() => end.mutate(session.id)}
          aria-label={`End the session of ${device}`}
        >
          End
        </Button>
      )}
    </li>
  )
}

function useEndSession(onEnded: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (sessionId: string) => {
      try {
        await whileSignedIn(call(portalApi.endSession, { params: { portal, sessionId } }))
      } catch (error) {
        // It had ended already: that is what was asked for.
        if (!hasStatus(error, 404)) throw error
      }
    },
    onSuccess: () => {
      onEnded()
      return queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
    onError: failed,
  })
}

function SessionsSkeleton() {
  return (
    <div className={classes.list} role="status" aria-label="Loading">
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
