import { Menu, Text, UnstyledButton } from '@mantine/core'
import { mdiAccountOutline, mdiHelpCircleOutline, mdiLogout } from '@mdi/js'
import { useNavigate } from '@tanstack/react-router'
import { staffSessionApi } from '../../../server/staff/staff.api.ts'
import { call } from '../../lib/client.ts'
import { MenuItemLink } from '../../ui/menu-item-link.tsx'
import { failed } from '../../ui/done.tsx'
import { Icon } from '../../ui/icon.tsx'
import { mayLeave } from '../../ui/unsaved.ts'
import { useOtherTheme } from '../../ui/use-other-theme.ts'
import { leave, useSession } from '../session.ts'
import classes from './user-menu.module.css'

export function UserMenu() {
  const { staff } = useSession()
  const navigate = useNavigate()
  const theme = useOtherTheme()
  const signOut = async () => {
    if (!(await mayLeave())) return
    try {
      await call(staffSessionApi.signOut)
      await navigate({ to: '/sign-in', ignoreBlocker: true })
      leave()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.initials} aria-label={`${staff.name}: your menu`}>
          {initials(staff.name)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <Text fw={550} className="one-line">
            {staff.name}
          </Text>
          <Text size="xs" c="dimmed" className="one-line">
            {staff.email}
          </Text>
        </div>
        <Menu.Divider />
        <MenuItemLink to="/account" leftSection={<Icon path={mdiAccountOutline} />}>
          Your account
        </MenuItemLink>
        <Menu.Item leftSection={<Icon path={theme.icon} />} onClick={theme.use}>
          {theme.name}
        </Menu.Item>
        <Menu.Item component="a" href="/help" leftSection={<Icon path={mdiHelpCircleOutline} />}>
          Help
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon path={mdiLogout} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string) {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '?')][0]!.toUpperCase()).join('')
}
