import { Button } from '@mantine/core'
import { mdiMapMarkerQuestionOutline } from '@mdi/js'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'

export function NotFoundPage() {
  usePageTitle('No such page', 'Portico')
  return (
    <Empty
      order={1}
      icon={mdiMapMarkerQuestionOutline}
      title="There is no such page"
      action={
        <Button component={Link} to="/customers" variant="default">
          Go to Customers
        </Button>
      }
    >
      The address may be mistyped, or what it showed belongs to another organization.
    </Empty>
  )
}
