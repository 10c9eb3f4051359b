import { Menu, UnstyledButton } from '@mantine/core'
import {
  mdiAccountMultipleOutline,
  mdiCashMultiple,
  mdiChevronDown,
  mdiFileDocumentOutline,
  mdiHistory,
  mdiInformationOutline,
  mdiScaleBalance,
} from '@mdi/js'
import { Icon } from '../../ui/icon.tsx'
import { MenuItemLink } from '../../ui/menu-item-link.tsx'
import { tabLink } from '../../ui/tab-bar.tsx'

const sections = [
  { name: 'Overview', to: '/customers/$customerId', icon: mdiInformationOutline },
  { name: 'Contacts', to: '/customers/$customerId/contacts', icon: mdiAccountMultipleOutline },
  { name: 'Invoices', to: '/customers/$customerId/invoices', icon: mdiFileDocumentOutline },
  { name: 'Payments', to: '/customers/$customerId/payments', icon: mdiCashMultiple },
  { name: 'Account', to: '/customers/$customerId/account', icon: mdiScaleBalance },
  { name: 'Journal', to: '/customers/$customerId/journal', icon: mdiHistory },
] as const

/** Opens by hovering, clicking, touch and keyboard. */
export function CustomerDetailsMenu({ customerId }: { customerId: string }) {
  return (
    // No delay before it opens: one that was still running when an item is chosen would open the menu again.
    <Menu trigger="click-hover" position="bottom-start" offset={4} width={200} closeDelay={160}>
      <Menu.Target>
        <UnstyledButton className={tabLink}>
          Customer Details
          <Icon path={mdiChevronDown} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {sections.map(({ name, to, icon }) => (
          <MenuItemLink key={name} to={to} params={{ customerId }} leftSection={<Icon path={icon} />}>
            {name}
          </MenuItemLink>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
