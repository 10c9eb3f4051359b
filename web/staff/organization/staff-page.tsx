import { Button, Select, Text, Title } from '@mantine/core'
import { mdiPlus, mdiTrashCanOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, type StaffMember, staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { useMay, useSession } from '../session.ts'
import { InviteStaff } from './invite-staff.tsx'
import { roleWords } from './role-words.ts'
import classes from './staff-page.module.css'

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
          <Member key={member.id} member={member} isOwner={isOwner} />
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

function Member({ member, isOwner }: { member: StaffMember; isOwner: boolean }) {
  const me = useSession().staff
  const isMe = me.id === member.id
  return (
    <li className={classes.member}>
      <div className={classes.who}>
        <Text fw={550}>
          {member.name}
          {isMe && (
            <Text span c="dimmed" fw={400}>
              {' '}
              (you)
            </Text>
          )}
        </Text>
        <Text c="dimmed" size="sm">
          {member.email}
        </Text>
      </div>
      <div className={classes.state}>
        <MemberState member={member} />
      </div>
      <div className={classes.role}>
        {isOwner && !isMe && member.state !== 'removed' ? (
          <RoleSelect member={member} />
        ) : (
          <Text>{roleWords[member.role].name}</Text>
        )}
      </div>
      <div className={classes.actions}>{isOwner && !isMe && <MemberActions member={member} />}</div>
    </li>
  )
}

function MemberState({ member }: { member: StaffMember }) {
  if (member.state === 'removed') return <StatusBadge tone="off">Removed</StatusBadge>
  if (member.state === 'invited') {
    return (
      <>
        <StatusBadge tone="wait">Invited</StatusBadge>
        <Text size="xs" c="dimmed">
          <When at={member.invitedAt} />
        </Text>
      </>
    )
  }
  return (
    <>
      <StatusBadge tone="good">Active</StatusBadge>
      <Text size="xs" c="dimmed">
        {member.lastSeenAt ? (
          <>
            seen <When at={member.lastSeenAt} />
          </>
        ) : (
          'not seen yet'
        )}
      </Text>
    </>
  )
}

function RoleSelect({ member }: { member: StaffMember }) {
  const change = async (role: Role) => {
    try {
      await call(staffApi.changeRole, {
        params: { memberId: member.id },
        body: { role },
        version: member.version,
      })
      done(`${member.name} is ${roleWords[role].article} now.`)
    } catch (error) {
      failed(error)
    }
    await queryClient.invalidateQueries({ queryKey: ['staff'] })
  }
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      allowDeselect={false}
      value={member.role}
      onChange={(role) => role && role !== member.role && change(role as Role)}
      data={(['owner', 'manager', 'viewer'] as const).map((value) => ({
        value,
        label: roleWords[value].name,
      }))}
    />
  )
}

function MemberActions({ member }: { member: StaffMember }) {
  const params = { memberId: member.id }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['staff'] })
  const inviteAgain = async () => {
    try {
      await call(staffApi.inviteAgain, { params })
      done(`A new invitation is on its way to ${member.email}.`)
      await refresh()
    } catch (error) {
      failed(error)
    }
  }
  const remove = async () => {
    try {
      await call(staffApi.remove, { params })
      done(`${member.name} no longer works here.`)
      await refresh()
    } catch (error) {
      failed(error)
    }
  }
  if (member.state === 'removed') return null
  return (
    <>
      {member.state === 'invited' && (
        <Button variant="default" size="compact-md" onClick={inviteAgain}>
          Send again
        </Button>
      )}
      <Confirm
        consequence={`${member.name} is signed out of this organization at once and cannot come back without a new invitation. What ${member.name} did stays in the journal.`}
        verb="Remove"
        onConfirm={remove}
      >
        {(open) => <IconAction name={`Remove ${member.name}`} icon={mdiTrashCanOutline} onClick={open} />}
      </Confirm>
    </>
  )
}
