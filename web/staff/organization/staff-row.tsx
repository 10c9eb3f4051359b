import { Button, Text } from '@mantine/core'
import { mdiLogoutVariant, mdiTrashCanOutline } from '@mdi/js'
import { type Role, type StaffMember, staffApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { ListItem } from '../../ui/paged-list.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { useSession } from '../session.ts'
import { changed } from '../stale-queries.ts'
import { roleWords } from './role-words.ts'
import classes from './staff-page.module.css'

/** One staff member; owners change roles and remove others here. */
export function StaffRow({ member, isOwner }: { member: StaffMember; isOwner: boolean }) {
  const me = useSession().staff
  const isMe = me.id === member.id
  return (
    <ListItem className={classes.member}>
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
      <div>
        {isOwner && !isMe && member.state !== 'removed' ? (
          <RoleSelect member={member} />
        ) : (
          <Text>{roleWords[member.role].name}</Text>
        )}
      </div>
      <div className={classes.actions}>{isOwner && !isMe && <MemberActions member={member} />}</div>
    </ListItem>
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
            Last seen <When at={member.lastSeenAt} />
          </>
        ) : (
          'Not seen yet'
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
      done(`${shortened(member.name)}’s role is now ${roleWords[role].name}.`)
    } catch (error) {
      failed(error)
    }
    await changed('staff')
  }
  return (
    <ChoiceField
      aria-label={`Role of ${member.name}`}
      noun="role"
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
  const refresh = () => changed('staff')
  const inviteAgain = async () => {
    try {
      await call(staffApi.inviteAgain, { params })
      done(`A new invitation is on its way to ${shortened(member.email)}.`)
      await refresh()
    } catch (error) {
      failed(error)
    }
  }
  const remove = async () => {
    try {
      await call(staffApi.remove, { params })
      done(`${shortened(member.name)} was removed.`)
      await refresh()
    } catch (error) {
      failed(error)
    }
  }
  const endSessions = async () => {
    try {
      await call(staffApi.endSessions, { params })
      done(`${shortened(member.name)} is signed out of this organization on every device.`)
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
      {member.state === 'active' && (
        <Confirm
          consequence={`${member.name} is signed out of this organization on every device, and can sign in again with their password.`}
          verb="Sign out"
          onConfirm={endSessions}
        >
          {(open) => (
            <IconAction name={`Sign ${member.name} out everywhere`} icon={mdiLogoutVariant} onClick={open} />
          )}
        </Confirm>
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
