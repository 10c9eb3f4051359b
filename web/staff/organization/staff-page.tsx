import { Button, Title } from '@mantine/core'
import { mdiPlus } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { InviteStaff } from './invite-staff.tsx'
import classes from './staff-page.module.css'
import { StaffRow } from './staff-row.tsx'

export function StaffPage() {
  usePageTitle('Staff', 'Portico')
  const isOwner = useMay('owner')
  const [isInviting, setIsInviting] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['staff'],
    queryFn: ({ pageParam, signal }) => call(staffApi.list, { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const members = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className="page" style={{ maxWidth: 960 }}>
      <div className="page-head">
        <Title order={1}>Staff</Title>
        {isOwner && (
          <Button leftSection={<Icon path={mdiPlus} />} onClick={() => setIsInviting(true)}>
            Invite
          </Button>
        )}
      </div>
      {query.isPending && <SkeletonRows rows={4} height={60} />}
      {query.error && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
      <ul className={classes.list}>
        {members.map((member) => (
          <StaffRow key={member.id} member={member} isOwner={isOwner} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {isInviting && <InviteStaff close={() => setIsInviting(false)} />}
    </div>
  )
}
