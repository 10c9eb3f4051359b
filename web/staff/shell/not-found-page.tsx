import { Text, Title } from '@mantine/core'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'

/** Below the shell, whose pages lead on. */
export function NotFoundPage() {
  usePageTitle('No such page', 'Portico')
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>There is no such page</Title>
      </div>
      <Text mb="xs">The address may be mistyped, or the page belongs to another organization.</Text>
      <AnchorLink to="/customers">Go to Customers</AnchorLink>
    </div>
  )
}
