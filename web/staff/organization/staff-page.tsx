import { Button, Title } from '@mantine/core'
import { mdiPlus } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { Icon } from '../../ui/icon.tsx'
import { PagedList } from '../../ui/paged-list.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { InviteStaff } from './invite-staff.tsx'
import { StaffRow } from './staff-row.tsx'

export function StaffPage() {
  usePageTitle('Staff', 'Portico')
  const isOwner = useMay('owner')
  const [isInviting, setIsInviting] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['staff'],
    queryFn: ({ pageParam, signal }) => call(staffApi.list, { query: { cursor: pageParam }, signal }),
    ...byCursor,
  })
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>Staff</Title>
        {isOwner && (
          <Button leftSection={<Icon path={mdiPlus} />} onClick={() => setIsInviting(true)}>
            Invite
          </Button>
        )}
      </div>
      <PagedList query={query} itemHeight={60} skeletons={4} more="Show more" empty={null}>
        {(member) => <StaffRow key={member.id} member={member} isOwner={isOwner} />}
      </PagedList>
      {isInviting && <InviteStaff close={() => setIsInviting(false)} />}
    </div>
  )
}
