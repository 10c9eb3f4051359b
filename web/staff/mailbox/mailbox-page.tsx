import { Title } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'

export function MailboxPage() {
  usePageTitle('Mailbox', 'Portico')
  return (
    <div className="page">
      <Title order={1}>Mailbox</Title>
      <Outlet />
    </div>
  )
}
