import { Menu, UnstyledButton } from '@mantine/core'
import { mdiCheck, mdiPlus, mdiUnfoldMoreHorizontal } from '@mdi/js'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { afterPage } from '../../ui/after-page.tsx'
import { failed } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { mayLeave } from '../../ui/unsaved.ts'
import { enter, useMay, useSession } from '../session.ts'
import classes from './organization-switcher.module.css'

const FoundOrganization = afterPage(() =>
  import('./found-organization.tsx').then(({ FoundOrganization }) => FoundOrganization),
)

/** The organization you work for; a menu if you belong to several. */
export function OrganizationSwitcher() {
  const { organization, organizations } = useSession()
  const isOwner = useMay('owner')
  const [isFounding, setIsFounding] = useState(false)
  const navigate = useNavigate()
  const change = useMutation({
    mutationFn: (organizationId: string) =>
      call(staffSessionApi.switchOrganization, { body: { organizationId } }),
    onSuccess: async (session) => {
      await navigate({ to: '/receivables', ignoreBlocker: true })
      enter(session)
    },
    onError: failed,
  })

  const switchTo = async (organizationId: string) => {
    if (await mayLeave()) change.mutate(organizationId)
  }

  if (organizations.length < 2 && !isOwner) {
    return (
      <div className={classes.organization}>
        <Mark name={organization.name} />
        <span className={`${classes.name} one-line`}>{organization.name}</span>
      </div>
    )
  }
  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <UnstyledButton
            className={classes.organization}
            aria-label={`${organization.name}: switch organization`}
          >
            <Mark name={organization.name} />
            <span className={`${classes.name} one-line`}>{organization.name}</span>
            <Icon path={mdiUnfoldMoreHorizontal} size={16} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown className={classes.choices}>
          <Menu.Label>Switch organization</Menu.Label>
          {organizations.map(({ id, name }) => (
            <Menu.Item
              key={id}
              onClick={() => id !== organization.id && switchTo(id)}
              rightSection={id === organization.id ? <Icon path={mdiCheck} size={16} /> : undefined}
            >
              {name}
            </Menu.Item>
          ))}
          {isOwner && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon path={mdiPlus} />} onClick={() => setIsFounding(true)}>
                New organization
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isFounding && <FoundOrganization close={() => setIsFounding(false)} workFor={change.mutateAsync} />}
    </>
  )
}

function Mark({ name }: { name: string }) {
  return (
    <span className={classes.mark} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  )
}
